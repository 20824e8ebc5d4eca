import {
  parseDaemonDatagram,
  parseSegmentDocument,
  type SegmentDocument,
  type SegmentProblem,
} from '@cruddur/trace-model';

/** A document that X-Ray would take. */
export interface ReceivedDocument {
  readonly document: SegmentDocument;
  /** As it was sent. */
  readonly text: string;
  /** To the daemon by UDP, or to X-Ray's endpoint by HTTP, as the daemon itself does. */
  readonly via: 'udp' | 'http';
}

/** Something that was sent and is not a document. */
export interface RejectedDocument {
  readonly via: 'udp' | 'http';
  /** Which part of the datagram is wrong. */
  readonly where: 'header' | 'document';
  readonly problems: readonly SegmentProblem[];
  /** What was sent in the place of a document, where it is text. */
  readonly text?: string;
}

export interface DocumentInboxOptions {
  readonly onDocument?: (received: ReceivedDocument) => void;
  readonly onRejection?: (rejected: RejectedDocument) => void;
  /** Of documents and of rejections, each; the oldest go first. */
  readonly maxKept: number;
}

/** Checks what comes in, counts it, keeps the latest and passes it on. */
export class DocumentInbox {
  readonly documents: ReceivedDocument[] = [];
  readonly rejections: RejectedDocument[] = [];
  acceptedCount = 0;
  rejectedCount = 0;
  readonly #options: DocumentInboxOptions;

  constructor(options: DocumentInboxOptions) {
    this.#options = options;
  }

  takeDatagram(bytes: Uint8Array): void {
    const result = parseDaemonDatagram(bytes);
    if (result.ok) this.#accept({ document: result.document, text: result.text, via: 'udp' });
    else {
      const { where, problems, text } = result;
      this.#reject({ via: 'udp', where, problems, ...(text === undefined ? {} : { text }) });
    }
  }

  /** Gives what is wrong with the document; nothing when it is taken. */
  takeDocument(text: string): readonly SegmentProblem[] {
    const result = parseSegmentDocument(text);
    if (result.ok) {
      this.#accept({ document: result.document, text, via: 'http' });
      return [];
    }
    this.#reject({ via: 'http', where: 'document', problems: result.problems, text });
    return result.problems;
  }

  #accept(received: ReceivedDocument): void {
    this.acceptedCount += 1;
    keep(this.documents, received, this.#options.maxKept);
    this.#options.onDocument?.(received);
  }

  #reject(rejected: RejectedDocument): void {
    this.rejectedCount += 1;
    keep(this.rejections, rejected, this.#options.maxKept);
    this.#options.onRejection?.(rejected);
  }
}

function keep<T>(list: T[], item: T, maxKept: number): void {
  list.push(item);
  if (list.length > maxKept) list.shift();
}
