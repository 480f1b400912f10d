// Names that the process has looked up, with the addresses it was given: read from what the app gets.

import { emit } from "../lib/emit.js";
import { CALL } from "./memory.js";
import type { GateCall, Places } from "./places.js";

/** netdb.h, resolv.h; of Android bionic's resolv_netid.h and the NDK's android/multinetwork.h. */
export const LOOKUPS: readonly Lookup[] = [
  { symbol: "getaddrinfo", name: 0, gives: "list", at: 3 },
  { symbol: "android_getaddrinfofornet", name: 0, gives: "list", at: 5 },
  { symbol: "android_getaddrinfofornetcontext", name: 0, gives: "list", at: 4 },
  { symbol: "gethostbyname", name: 0, gives: "host", at: -1 },
  { symbol: "gethostbyname2", name: 0, gives: "host", at: -1 },
  { symbol: "gethostbyname_r", name: 0, gives: "hostAt", at: 4 },
  { symbol: "gethostbyname2_r", name: 0, gives: "hostAt", at: 5 },
  { symbol: "android_gethostbynamefornet", name: 0, gives: "host", at: -1 },
  { symbol: "android_gethostbynamefornetcontext", name: 0, gives: "host", at: -1 },
  { symbol: "android_res_nquery", name: 1, gives: "descriptor", at: -1, library: /^libandroid(?:_net)?\.so$/ },
  { symbol: "res_query", name: 0, gives: "length", at: -1 },
  { symbol: "res_search", name: 0, gives: "length", at: -1 },
  { symbol: "res_nquery", name: 1, gives: "length", at: -1 },
  { symbol: "res_nsearch", name: 1, gives: "length", at: -1 },
  // glibc's names of the same.
  { symbol: "__res_query", name: 0, gives: "length", at: -1 },
  { symbol: "__res_search", name: 0, gives: "length", at: -1 },
  { symbol: "__res_nquery", name: 1, gives: "length", at: -1 },
  { symbol: "__res_nsearch", name: 1, gives: "length", at: -1 },
];

interface Lookup {
  readonly symbol: string;
  /** Argument that holds the name. */
  readonly name: number;
  readonly gives: Gives;
  /** Argument that points to where the answer is put. */
  readonly at: number;
  /** Where it is when not in the C library. */
  readonly library?: RegExp;
}

type Gives = "list" | "host" | "hostAt" | "descriptor" | "length";

const AF_INET = 2;
const AF_INET6 = 10;
const MOST_ADDRESSES = 64;
const LONGEST_NAME = 1024;
const WORD = Process.pointerSize;
const BIONIC = Process.findModuleByName("libc.so.6") === null;
/** netdb.h of bionic and of glibc differ in the numbers. */
const ERRORS: Readonly<Record<number, string>> = BIONIC
  ? { 1: "EAI_ADDRFAMILY", 2: "EAI_AGAIN", 3: "EAI_BADFLAGS", 4: "EAI_FAIL", 5: "EAI_FAMILY", 6: "EAI_MEMORY", 7: "EAI_NODATA",
    8: "EAI_NONAME", 9: "EAI_SERVICE", 10: "EAI_SOCKTYPE", 11: "EAI_SYSTEM" }
  : { [-1]: "EAI_BADFLAGS", [-2]: "EAI_NONAME", [-3]: "EAI_AGAIN", [-4]: "EAI_FAIL", [-5]: "EAI_NODATA", [-6]: "EAI_FAMILY",
    [-7]: "EAI_SOCKTYPE", [-8]: "EAI_SERVICE", [-9]: "EAI_ADDRFAMILY", [-10]: "EAI_MEMORY", [-11]: "EAI_SYSTEM" };

export class Lookups {
  constructor(private readonly places: Places) {}

  /** A function has looked a name up: tell which, and what it gave. */
  lookedUp(call: GateCall, index: number): void {
    const known = LOOKUPS[index];
    if (known === undefined) return;
    const at = call.arg(known.name);
    if (at.isNull()) return;
    const name = textOf(at);
    // An address written as a name is not looked up.
    if (name === "" || /^[0-9.]+$/.test(name) || name.includes(":")) return;
    const { addresses, error } = answer(call, known);
    const { tid, thread, site } = this.places.of(call);
    emit({ k: "lookup", t: Date.now(), tid, thread, site, name, addresses, error });
  }
}

function answer(call: GateCall, known: (typeof LOOKUPS)[number]): { addresses: string[]; error: string } {
  const result = call.word(CALL.result);
  const code = result.toInt32();
  switch (known.gives) {
    case "list":
      if (code !== 0) return { addresses: [], error: ERRORS[code] ?? `error ${code}` };
      return { addresses: listed(call.arg(known.at).readPointer()), error: "" };
    case "host":
      return result.isNull() ? { addresses: [], error: "not found" } : { addresses: hosts(result), error: "" };
    case "hostAt": {
      const found = code === 0 ? call.arg(known.at).readPointer() : NULL;
      return found.isNull() ? { addresses: [], error: "not found" } : { addresses: hosts(found), error: "" };
    }
    // The answer is a message of DNS, or comes through a descriptor later: the name is what is known.
    case "descriptor":
    case "length":
      return { addresses: [], error: code < 0 ? "not found" : "" };
  }
}

/** `struct addrinfo`: four ints, the length, then on both C libraries the pointers; bionic has the name before the address. */
function listed(first: NativePointer): string[] {
  const found = new Set<string>();
  const address = 24 + (BIONIC ? WORD : 0);
  let one = first;
  for (let i = 0; i < MOST_ADDRESSES && !one.isNull(); i++) {
    const at = one.add(address).readPointer();
    if (!at.isNull()) {
      const family = at.readU16();
      if (family === AF_INET) found.add(ip(at.add(4), 4));
      else if (family === AF_INET6) found.add(ip(at.add(8), 16));
    }
    one = one.add(24 + 2 * WORD).readPointer();
  }
  return [...found];
}

/** `struct hostent`: name, aliases, type, length, then the list of addresses. */
function hosts(at: NativePointer): string[] {
  const size = at.add(2 * WORD + 4).readS32();
  const list = at.add(2 * WORD + 8).readPointer();
  if (size !== 4 && size !== 16) return [];
  const found: string[] = [];
  for (let i = 0; i < MOST_ADDRESSES; i++) {
    const one = list.add(i * WORD).readPointer();
    if (one.isNull()) break;
    found.push(ip(one, size));
  }
  return found;
}

function ip(at: NativePointer, size: number): string {
  const bytes = Array.from(new Uint8Array(at.readByteArray(size) ?? new ArrayBuffer(size)));
  if (size === 4) return bytes.join(".");
  return Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] ?? 0) << 8 | (bytes[2 * i + 1] ?? 0)).toString(16)).join(":");
}

function textOf(at: NativePointer): string {
  try {
    return at.readUtf8String()?.slice(0, LONGEST_NAME) ?? "";
  } catch {
    return at.readCString()?.slice(0, LONGEST_NAME) ?? "";
  }
}
