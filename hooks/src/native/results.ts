// What a function gave the app, read from the memory it was given in, after it was.

import { hex } from "../lib/values.js";
import type { NativeCall } from "./call.js";
import type { Told } from "./functions.js";

const IF_NAME = 16;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_PACKET = 17;
/** Entries of a list of interfaces or of an answer told. */
const MOST_ENTRIES = 256;
const LONGEST_ADDRESS = 32;

export function told(text: string, max: number, length = text.length): Told {
  return { text: text.slice(0, max), length };
}

/** Text that the function wrote where an argument points. */
export function outText(call: NativeCall, index: number, max: number): Told | null {
  const at = call.arg(index);
  return at.isNull() ? null : textAt(at, max);
}

/** The value that a property's listener heard. */
export function heardText(call: NativeCall, max: number): Told | null {
  return call.value.isNull() ? null : textAt(call.value, max);
}

function textAt(at: NativePointer, max: number): Told {
  let text: string;
  try {
    text = at.readUtf8String() ?? "";
  } catch {
    // Not UTF-8: as bytes, so that nothing is lost.
    text = at.readCString() ?? "";
  }
  return told(text, max);
}

/** Whether a path is there: the answer that probing for another app is about. */
export function presence(call: NativeCall): Told | null {
  if (call.failed) return null;
  return told(call.result.toInt32() === -1 ? "absent" : "present", LONGEST_ADDRESS);
}

function address(at: NativePointer, bytes: number, separator: string): string {
  const all = Array.from(new Uint8Array(at.readByteArray(bytes) ?? new ArrayBuffer(0)));
  if (separator === ".") return all.join(".");
  if (separator === ":") return all.map(hex).join(":");
  const groups = Array.from({ length: bytes / 2 }, (_, i) => hex(all[2 * i] ?? 0) + hex(all[2 * i + 1] ?? 0));
  return groups.join(":");
}

/** A `struct sockaddr` as text; empty for families that say nothing of a device. */
function socketAddress(at: NativePointer): { text: string; link: boolean } {
  const family = at.readU16();
  if (family === AF_INET) return { text: address(at.add(4), 4, "."), link: false };
  if (family === AF_INET6) return { text: address(at.add(8), 16, "6"), link: false };
  if (family !== AF_PACKET) return { text: "", link: false };
  const length = Math.min(at.add(11).readU8(), LONGEST_ADDRESS);
  const text = length === 0 ? "" : address(at.add(12), length, ":");
  // The loopback interface has an address of nothing but zeros.
  return { text, link: /[1-9a-f]/.test(text) };
}

/** `struct ifaddrs` (ifaddrs.h): next, name, flags, address. */
export function interfaceList(call: NativeCall, max: number): Told | null {
  if (call.failed) return null;
  const found: string[] = [];
  let at = call.arg(0).readPointer();
  for (let i = 0; i < MOST_ENTRIES && !at.isNull(); i++, at = at.readPointer()) {
    const own = at.add(3 * Process.pointerSize).readPointer();
    if (own.isNull()) continue;
    const { text, link } = socketAddress(own);
    if (text === "") continue;
    call.linkSeen ||= link;
    found.push(`${at.add(Process.pointerSize).readPointer().readCString() ?? ""} ${text}`);
  }
  const text = found.join(",");
  return { ...told(text, max), items: found.length };
}

/** The name that a `struct ifreq` begins with: at most 16 bytes, ended by a zero where it is shorter. */
function interfaceName(at: NativePointer): string {
  const bytes = Array.from(new Uint8Array(at.readByteArray(IF_NAME) ?? new ArrayBuffer(0)));
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.slice(0, end < 0 ? IF_NAME : end));
}

type Numbers = Readonly<Record<string, number>>;

function nameOf(numbers: Numbers, number: number): string {
  return Object.keys(numbers).find((name) => numbers[name] === number) ?? `0x${number.toString(16)}`;
}

/** The request by its name, and the interface it is about where the request names one. */
export function requestNames(numbers: Numbers, at?: number): (call: NativeCall) => string[] {
  return (call) => {
    const number = at === undefined ? call.value.toUInt32() : call.arg(at).toUInt32();
    const name = nameOf(numbers, number);
    if (!/^SIOCG(IF(ADDR|HWADDR)|IW.*)$/.test(name)) return [name];
    return [name, interfaceName(call.arg(2))];
  };
}

/** `struct ifreq` (linux/if.h), `struct ifconf` and `struct iwreq` as the kernel filled them. */
export function interfaceRequest(requests: Numbers): (call: NativeCall, max: number) => Told | null {
  return (call, max) => {
    if (call.failed) return null;
    const given = call.arg(2);
    switch (nameOf(requests, call.arg(1).toUInt32())) {
      case "SIOCGIFHWADDR":
      case "SIOCGIWAP":
        return told(address(given.add(IF_NAME + 2), 6, ":"), max);
      case "SIOCGIFADDR":
        return told(socketAddress(given.add(IF_NAME)).text, max);
      case "SIOCGARP":
        // struct arpreq (linux/if_arp.h): protocol address, then hardware address.
        return told(address(given.add(16 + 2), 6, ":"), max);
      case "SIOCGIWESSID": {
        const length = Math.min(given.add(IF_NAME + Process.pointerSize).readU16(), LONGEST_ADDRESS);
        return told(given.add(IF_NAME).readPointer().readCString(length) ?? "", max);
      }
      case "SIOCGIFCONF":
        return interfaceTable(given, max);
      default:
        return null;
    }
  };
}

function interfaceTable(given: NativePointer, max: number): Told | null {
  const bytes = given.readS32();
  const table = given.add(Process.pointerSize).readPointer();
  // struct ifreq: 16 bytes of name and a union of 16 (32-bit) or 24 (64-bit).
  const size = Process.pointerSize === 8 ? 40 : 32;
  const count = Math.min(Math.floor(bytes / size), MOST_ENTRIES);
  if (table.isNull()) return null;
  const found = Array.from({ length: Math.max(count, 0) }, (_, i) => {
    const entry = table.add(i * size);
    return `${interfaceName(entry)} ${socketAddress(entry.add(IF_NAME)).text}`;
  });
  return { ...told(found.join(","), max), items: found.length };
}

/** `AMediaDrmByteArray` (media/NdkMediaDrm.h): pointer and length. */
export function byteArray(call: NativeCall, max: number): Told | null {
  if (call.failed) return null;
  const at = call.arg(2);
  const length = at.add(Process.pointerSize).readULong() as unknown as number | UInt64;
  const bytes = Number(length.toString());
  const shown = at.readPointer().readByteArray(Math.min(bytes, Math.floor(max / 2)));
  return { text: Array.from(new Uint8Array(shown ?? new ArrayBuffer(0)), hex).join(""), length: bytes * 2 };
}
