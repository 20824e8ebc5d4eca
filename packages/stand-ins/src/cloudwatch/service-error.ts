/** An answer that says what is wrong, as AWS JSON 1.1 has it. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export class ServiceError extends Error {
  readonly errorType: string;
  readonly status: number;

  constructor(errorType: string, message: string, status = 400) {
    super(message);
    this.name = errorType;
    this.errorType = errorType;
    this.status = status;
  }
}

export function invalidParameter(message: string): ServiceError {
  return new ServiceError('InvalidParameterException', message);
}

export function groupNotFound(): ServiceError {
  return new ServiceError('ResourceNotFoundException', 'The specified log group does not exist.');
}

export function streamNotFound(): ServiceError {
  return new ServiceError('ResourceNotFoundException', 'The specified log stream does not exist.');
}
