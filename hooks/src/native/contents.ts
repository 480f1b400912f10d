// What the app read of a file that identifies: the bytes of its own reads, told with the call that opened it.

import type { CallMessage } from "../generated/wire.js";
import { emit } from "../lib/emit.js";
import { FILE, MOST_DESCRIPTORS } from "./filter.js";

/** A call whose file is still open waits this long for what is read of it. */
const PATIENCE_MS = 1_000;
/** Calls that wait; the oldest goes out as it is when another comes. */
const MOST_WAITING = 256;

interface Waiting {
  readonly message: CallMessage;
  readonly since: number;
  text: string;
  length: number;
}

export class Contents {
  private readonly waiting = new Map<number, Waiting>();

  /** `marks`: one byte per descriptor, read by the C part. */
  constructor(private readonly marks: NativePointer, private readonly maxValue: number) {}

  /** Hold a message back until its file is closed or has been open for a while. */
  follow(descriptor: number, message: CallMessage): void {
    if (descriptor < 0 || descriptor >= MOST_DESCRIPTORS) {
      emit(message);
      return;
    }
    this.closed(descriptor);
    const oldest = this.waiting.size >= MOST_WAITING ? this.waiting.keys().next().value : undefined;
    if (oldest !== undefined) this.closed(oldest);
    this.waiting.set(descriptor, { message, since: Date.now(), text: "", length: 0 });
    this.marks.add(descriptor).writeU8(FILE);
  }

  /** Bytes the app read; an unreadable rest is left out. */
  read(descriptor: number, at: NativePointer, count: number): void {
    const one = this.waiting.get(descriptor);
    if (one === undefined) return;
    one.length += count;
    const room = this.maxValue - one.text.length;
    if (room > 0) one.text += bytesAsText(at, Math.min(count, room));
  }

  closed(descriptor: number): void {
    const one = this.waiting.get(descriptor);
    if (one === undefined) return;
    this.marks.add(descriptor).writeU8(0);
    this.waiting.delete(descriptor);
    const read = one.length > 0 ? { result: one.text, result_length: one.length } : {};
    emit({ ...one.message, ...read });
  }

  /** Tell what has waited long enough, or everything. */
  flush(all = false): void {
    const due = Date.now() - PATIENCE_MS;
    for (const [descriptor, one] of this.waiting) {
      if (all || one.since <= due) this.closed(descriptor);
    }
  }
}

function bytesAsText(at: NativePointer, count: number): string {
  const bytes = new Uint8Array(at.readByteArray(count) ?? new ArrayBuffer(0));
  try {
    // Files of the kernel hold bytes of any kind: what is not text is told byte by byte.
    const text = at.readUtf8String(count) ?? "";
    if (text !== "") return text;
  } catch {
    // Cut within a character, or no text.
  }
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}
