// What went into single ciphers, digests and MACs since their operation began.

import type { Jni } from "../lib/jni.js";
import { identityHash, WeakObjects } from "../lib/objects.js";
import { problem } from "../lib/emit.js";
import { Taken } from "./bytes.js";
import type { Gate } from "./gate.js";
import type { Operation } from "./kinds.js";

/** Objects that are in the middle of something at once; the oldest are forgotten, which is told. */
const MOST_OBJECTS = 512;
/** New ones followed in one second: each costs the VM a weak reference. */
const MOST_NEW_S = 2_000;
/** Others remembered by their hash alone. */
const MOST_REFUSED = 100_000;

/** Objects of one operation at a time. */
export class Work {
  input: Taken;
  output: Taken;
  /** Direction, where `init` was seen. */
  operation: Operation | null = null;
  /** Not all that went in was seen: what comes out is not told. */
  blind = false;
  /** Where it was fed. */
  readonly feeders = new Set<Feeder>();
  /** Runs when the operation is over. */
  released: (() => void) | null = null;

  constructor(limit: number) {
    this.input = new Taken(limit);
    this.output = new Taken(limit);
  }

  /** The operation is over, or begins anew. */
  reset(): void {
    this.input.clear();
    this.output.clear();
    this.blind = false;
    this.feeders.clear();
    this.released?.();
    this.released = null;
  }

  fork(limit: number): Work {
    const other = new Work(limit);
    other.operation = this.operation;
    other.blind = this.blind;
    other.input = this.input.fork();
    other.output = this.output.fork();
    for (const feeder of this.feeders) other.feeders.add(feeder);
    return other;
  }
}

/** A place that feeds: where nothing of late was told of what it fed, its bytes are counted without being read. */
export interface Feeder {
  untold: number;
}

const UNTOLD = 64;
const ANEW = 8;

export function isIdle(feeder: Feeder): boolean {
  return feeder.untold >= UNTOLD;
}

/** What it feeds may be told again: it is read for a while. */
export function awake(feeder: Feeder): void {
  feeder.untold = UNTOLD - ANEW;
}

export class Works {
  private readonly works: WeakObjects<Work>;
  /** Identity hashes of objects whose bytes went by without being followed. */
  private readonly refused = new Set<number>();
  private second = 0;
  private made = 0;
  private lost = false;

  constructor(private readonly limit: number, private readonly gate: Gate | null) {
    this.works = new WeakObjects(MOST_OBJECTS, (work) => {
      if (work.feeders.size === 0 && !work.blind) return;
      this.lost = true;
      work.released?.();
      problem("crypto", `more than ${MOST_OBJECTS} ciphers, digests and MACs at once: the oldest are forgotten`);
    });
  }

  /** Whether bytes of objects that nobody knows any more went by: what cannot be worked out again is not told then. */
  get gaps(): boolean {
    return this.lost || (this.gate?.lost ?? false);
  }

  find(jni: Jni, object: NativePointer): Work | undefined {
    return this.works.size === 0 ? undefined : this.works.get(jni, object);
  }

  /** The work of an object that is fed; null where no more objects are followed. */
  of(jni: Jni, object: NativePointer, now: number): Work | null {
    const known = this.find(jni, object);
    if (known !== undefined) return known;
    if (this.isRefused(jni, object)) return null;
    const second = Math.floor(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.made = 0;
    }
    if (this.made >= MOST_NEW_S) {
      this.refuse(jni, object);
      return null;
    }
    this.made++;
    return this.put(jni, object, this.fresh());
  }

  /** One that no object keeps: of a call that is a whole operation by itself. */
  fresh(): Work {
    return new Work(this.limit);
  }

  /** An object's operation goes on beyond this call: every further call of it has to come here. */
  follow(jni: Jni, object: NativePointer, work: Work): void {
    const { gate } = this;
    if (gate === null || work.released !== null) return;
    const hash = identityHash(jni, object);
    gate.follow(hash, 1);
    work.released = () => { gate.follow(hash, -1); };
  }

  /** Whether some of what an object was fed went by without being followed. */
  isRefused(jni: Jni, object: NativePointer): boolean {
    if (this.marksNobody()) return false;
    const hash = identityHash(jni, object);
    return this.refused.has(hash) || (this.gate?.wasFed(hash) ?? false);
  }

  /** An object's operation is over: the next one may be followed. */
  over(jni: Jni, object: NativePointer): void {
    if (this.marksNobody()) return;
    const hash = identityHash(jni, object);
    this.refused.delete(hash);
    this.gate?.forget(hash);
  }

  /** An object was copied. */
  copied(jni: Jni, from: NativePointer, to: NativePointer): void {
    if (this.isRefused(jni, from)) this.refuse(jni, to);
    else this.over(jni, to);
    const work = this.find(jni, from);
    if (work !== undefined && (work.feeders.size > 0 || work.blind)) {
      this.find(jni, to)?.reset();
      this.follow(jni, to, this.put(jni, to, work.fork(this.limit)));
      return;
    }
    this.find(jni, to)?.reset();
  }

  private marksNobody(): boolean {
    return this.refused.size === 0 && (this.gate?.idle ?? true);
  }

  private refuse(jni: Jni, object: NativePointer): void {
    if (this.refused.size >= MOST_REFUSED) {
      this.refused.clear();
      this.lost = true;
    }
    this.refused.add(identityHash(jni, object));
  }

  private put(jni: Jni, object: NativePointer, work: Work): Work {
    this.works.set(jni, object, work);
    return work;
  }
}
