// One call of a hooked native function, as the C entry hands it over: valid while the gate runs.

import type { HookPlan } from "../generated/wire.js";
import type { Counted } from "../lib/native.js";
import { CALL, Kind } from "./filter.js";
import type { Known } from "./functions.js";

/** asm-generic/errno-base.h and errno.h. */
const ERRORS: Readonly<Record<number, string>> = {
  1: "EPERM", 2: "ENOENT", 3: "ESRCH", 4: "EINTR", 5: "EIO", 6: "ENXIO", 9: "EBADF", 11: "EAGAIN", 12: "ENOMEM", 13: "EACCES",
  14: "EFAULT", 16: "EBUSY", 17: "EEXIST", 19: "ENODEV", 20: "ENOTDIR", 21: "EISDIR", 22: "EINVAL", 23: "ENFILE", 24: "EMFILE",
  25: "ENOTTY", 36: "ENAMETOOLONG", 38: "ENOSYS", 40: "ELOOP", 95: "EOPNOTSUPP", 97: "EAFNOSUPPORT", 99: "EADDRNOTAVAIL",
  32: "EPIPE", 101: "ENETUNREACH", 103: "ECONNABORTED", 104: "ECONNRESET", 106: "EISCONN", 110: "ETIMEDOUT", 111: "ECONNREFUSED",
  113: "EHOSTUNREACH",
};
const NO_ENTRY = 2;
const LONGEST_TEXT = 1024;
const MOST_WORDS = 64;

/** The name of an error number. */
export function errorName(number: number): string {
  return ERRORS[number] ?? `errno ${number}`;
}

/** A hooked function with its row. */
export interface NativeTarget extends Counted {
  readonly plan: HookPlan;
  readonly types: readonly string[];
  readonly known: Known;
  readonly address: NativePointer;
  readonly detail: number;
  /** Calls that the phone's own libraries made for themselves. */
  own: number;
  ownTold: number;
}

export class NativeCall {
  /** A list of interfaces held a hardware address. */
  linkSeen = false;

  constructor(readonly target: NativeTarget, private readonly at: NativePointer) {}

  word(index: number): NativePointer {
    return this.at.add(index * Process.pointerSize).readPointer();
  }

  arg(index: number): NativePointer {
    return this.word(CALL.args + index);
  }

  get result(): NativePointer {
    return this.word(CALL.result);
  }

  get value(): NativePointer {
    return this.word(CALL.value);
  }

  get elapsedMs(): number {
    return Number(this.word(CALL.elapsed).toString()) / 1000;
  }

  /** Whether the function refused; a path that is not there is the answer of a function that asks just that. */
  get failed(): boolean {
    const result = this.result.toInt32();
    switch (this.target.known.fails) {
      case "minus": return result === -1 && !(this.probes && this.errno === NO_ENTRY);
      case "null": return this.result.isNull();
      case "code": return result !== 0;
      case "negative": return result < 0;
      default: return false;
    }
  }

  get error(): string {
    const { fails } = this.target.known;
    if (fails === "negative") return `error ${this.result.toInt32()}`;
    const number = fails === "code" ? this.result.toInt32() : this.errno;
    return errorName(number);
  }

  get probes(): boolean {
    return this.target.known.probes === true;
  }

  private get errno(): number {
    return this.word(CALL.error).toInt32();
  }

  /** The arguments as they are told: the name or path first. */
  args(): string[] {
    if (this.target.known.args !== undefined) return this.target.known.args(this);
    const text = this.word(CALL.text);
    if (!text.isNull()) return [textOf(text)];
    return this.target.plan.kept_args.map((index) => this.argText(index));
  }

  /** Which name of the row this call is about: its counts are kept apart, as they may be of other data. */
  get name(): string {
    const { plan, known } = this.target;
    if (plan.names.length === 0) return "";
    if (known.kind !== Kind.path && known.kind !== Kind.syscall) return this.args()[0] ?? "";
    return plan.names[this.value.toInt32() - 1] ?? "";
  }

  private argText(index: number): string {
    const value = this.arg(index);
    switch (this.target.types[index]) {
      case "char*": return value.isNull() ? "null" : textOf(value);
      case "char**": return words(value);
      default: return value.toInt32().toString();
    }
  }
}

function textOf(at: NativePointer): string {
  try {
    return at.readUtf8String()?.slice(0, LONGEST_TEXT) ?? "";
  } catch {
    return at.readCString()?.slice(0, LONGEST_TEXT) ?? "";
  }
}

/** A list of texts ended by a null pointer, as `argv`. */
function words(at: NativePointer): string {
  const found: string[] = [];
  for (let i = 0; i < MOST_WORDS && !at.isNull(); i++) {
    const word = at.add(i * Process.pointerSize).readPointer();
    if (word.isNull()) break;
    found.push(textOf(word));
  }
  return found.join(" ").slice(0, LONGEST_TEXT);
}
