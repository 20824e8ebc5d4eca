import { baggageEntryMetadataFromString, type Baggage, type BaggageEntry } from '@opentelemetry/api';
import { OwnBaggage } from './own-baggage.ts';
import { percentDecode } from './percent-encoding.ts';

/** A member as it was received, its grammar checked. */
export interface ReceivedMember {
  /** Percent-encoded. */
  readonly value: string;
  /** Properties without the first ";", or empty. */
  readonly metadata: string;
}

/** The baggage of a caller. It is decoded when somebody asks for it: most of it only travels on. */
export class ReceivedBaggage implements Baggage {
  readonly members: ReadonlyMap<string, ReceivedMember>;

  constructor(members: ReadonlyMap<string, ReceivedMember>) {
    this.members = members;
  }

  getEntry(key: string): BaggageEntry | undefined {
    const member = this.members.get(key);
    return member && toEntry(member);
  }

  getAllEntries(): [string, BaggageEntry][] {
    return Array.from(this.members, ([key, member]) => [key, toEntry(member)]);
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    return new OwnBaggage(this.getAllEntries()).setEntry(key, entry);
  }

  removeEntry(key: string): Baggage {
    return this.removeEntries(key);
  }

  removeEntries(...keys: string[]): Baggage {
    const kept = new Map(this.members);
    for (const key of keys) kept.delete(key);
    return new ReceivedBaggage(kept);
  }

  clear(): Baggage {
    return new OwnBaggage();
  }
}

function toEntry({ value, metadata }: ReceivedMember): BaggageEntry {
  const decoded = percentDecode(value);
  return metadata === ''
    ? { value: decoded }
    : { value: decoded, metadata: baggageEntryMetadataFromString(metadata) };
}
