// What is known about each function: what to look for in its arguments, when its result means a failure, and
// what it gave the app. A symbol that is not listed here is hooked as it is: every call, no value.

import { Kind } from "./filter.js";
import type { NativeCall } from "./call.js";
import { byteArray, heardText, interfaceList, interfaceRequest, outText, presence, requestNames } from "./results.js";

export interface Told {
  readonly text: string;
  readonly length: number;
  readonly items?: number;
}

export interface Known {
  readonly kind: number;
  /** Argument that holds the path, the name or the number. */
  readonly at?: number;
  /** minus: -1 and errno; null: a null pointer and errno; code: the result is the error; negative: it is below 0. */
  readonly fails?: "minus" | "null" | "code" | "negative";
  /** Numbers that stand for the names of the row. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** What the app was given, read from where the app reads it. */
  readonly value?: (call: NativeCall, maxValue: number) => Told | null;
  /** The arguments as they are told, where the row's `kept_args` cannot say it. */
  readonly args?: (call: NativeCall) => string[];
  /** It asks whether something is there. */
  readonly probes?: true;
  /** The descriptor of what was opened, whose content is the value. */
  readonly opens?: "descriptor" | "stream";
  /** Threads may wait in it: its calls of no interest are passed on by a stub. */
  readonly stub?: "ioctl" | "descriptor" | "syscall";
}

/** linux/sockios.h, linux/wireless.h; the same on every processor. */
const REQUESTS = {
  SIOCGIFCONF: 0x8912, SIOCGIFADDR: 0x8915, SIOCGIFHWADDR: 0x8927, SIOCGARP: 0x8954,
  SIOCGIWAP: 0x8b15, SIOCGIWSCAN: 0x8b19, SIOCGIWESSID: 0x8b1b,
};
/** linux/rtnetlink.h. */
const MESSAGES = { RTM_GETLINK: 18, RTM_GETADDR: 22, RTM_GETNEIGH: 30 };
/** aaudio/AAudio.h. */
const DIRECTIONS = { AAUDIO_DIRECTION_INPUT: 1 };

const opened = (at: number): Known => ({ kind: Kind.path, at, fails: "minus", opens: "descriptor" });
const probed = (at: number): Known => ({ kind: Kind.path, at, fails: "minus", value: presence, probes: true });
const sent = (kind: number): Known => ({
  kind, numbers: MESSAGES, fails: "minus", args: requestNames(MESSAGES), stub: "descriptor",
});

export const functions: Readonly<Record<string, Known>> = {
  __system_property_get: { kind: Kind.name, at: 0, value: (call, max) => outText(call, 1, max) },
  __system_property_find: { kind: Kind.found, at: 0 },
  __system_property_read: { kind: Kind.held, value: (call, max) => outText(call, 2, max) },
  __system_property_read_callback: { kind: Kind.heard, value: heardText },
  open: opened(0),
  openat: opened(1),
  __open_2: opened(0),
  __openat_2: opened(1),
  fopen: { kind: Kind.path, at: 0, fails: "null", opens: "stream" },
  syscall: { kind: Kind.syscall, fails: "minus", opens: "descriptor", stub: "syscall" },
  access: probed(0),
  faccessat: probed(1),
  stat: probed(0),
  lstat: probed(0),
  fstatat: probed(1),
  readlink: probed(0),
  opendir: { kind: Kind.path, at: 0, fails: "null" },
  getifaddrs: { kind: Kind.any, fails: "minus", value: interfaceList, args: (call) => [call.linkSeen ? "link" : "address"] },
  ioctl: {
    kind: Kind.number, at: 1, fails: "minus", numbers: REQUESTS, value: interfaceRequest(REQUESTS),
    args: requestNames(REQUESTS, 1), stub: "ioctl",
  },
  send: sent(Kind.request),
  sendto: sent(Kind.request),
  write: sent(Kind.request),
  sendmsg: sent(Kind.message),
  AMediaDrm_getPropertyByteArray: { kind: Kind.name, at: 1, fails: "negative", value: byteArray },
  AAudioStreamBuilder_setDirection: { kind: Kind.number, at: 1, numbers: DIRECTIONS, args: requestNames(DIRECTIONS, 1) },
  ACameraManager_openCamera: { kind: Kind.any, fails: "negative" },
  ASensorEventQueue_enableSensor: { kind: Kind.any, fails: "negative" },
  ASensorEventQueue_registerSensor: { kind: Kind.any, fails: "negative" },
  popen: { kind: Kind.any, fails: "null" },
  system: { kind: Kind.any, fails: "minus" },
  posix_spawn: { kind: Kind.any, fails: "code" },
  posix_spawnp: { kind: Kind.any, fails: "code" },
  execve: { kind: Kind.exec },
  gethostname: { kind: Kind.any, fails: "minus", value: (call, max) => outText(call, 0, max) },
};

/** Functions that only follow what others opened; hooked with them, told of by none. */
export const followers: Readonly<Record<string, { readonly kind: number; readonly stub?: "descriptor" | "netlink" }>> = {
  read: { kind: Kind.read, stub: "descriptor" },
  pread64: { kind: Kind.read, stub: "descriptor" },
  pread: { kind: Kind.read, stub: "descriptor" },
  close: { kind: Kind.close, stub: "descriptor" },
  fclose: { kind: Kind.closeStream },
  socket: { kind: Kind.netlink, stub: "netlink" },
};
