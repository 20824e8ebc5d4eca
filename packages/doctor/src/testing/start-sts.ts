import { startServer } from './start-server.ts';

export interface StsDouble extends AsyncDisposable {
  readonly url: string;
  /** What it answers with in place of an identity, by its code; undefined ends that. */
  readonly refuse: (code: string | undefined) => void;
}

const xmlns = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** The one operation of AWS STS that everybody may call (`GetCallerIdentity`), in its Query protocol. */
export async function startSts(): Promise<StsDouble> {
  let refusal: string | undefined;
  const server = await startServer((request, response) => {
    const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;
    const code = isSigned ? refusal : 'MissingAuthenticationToken';
    request.resume().once('end', () => {
      response.writeHead(code === undefined ? 200 : 403, { 'content-type': 'text/xml' });
      response.end(
        code === undefined
          ? `<GetCallerIdentityResponse xmlns="${xmlns}"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/cruddur</Arn><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
          : `<ErrorResponse xmlns="${xmlns}"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
      );
    });
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    refuse: (next) => {
      refusal = next;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
