// The app's sockets as messages: each once when it is opened, its bytes as they change, what it sends unencrypted.

import { emit, problem } from "../lib/emit.js";
import type { NetworkPlan } from "../generated/wire.js";
import { errorName } from "../native/call.js";
import { CALL, FLAG, LARGEST_PART, type Code, type Flow } from "./memory.js";
import type { GateCall, Place, Places } from "./places.js";

/** Flushes between two questions to the kernel for the bytes of every connection. */
const SAMPLE_EVERY = 10;

interface Known {
  readonly place: Place;
  /** 0 nothing yet, 1 opened, 2 failed or refused. */
  told: 0 | 1 | 2;
  up: number;
  down: number;
  refused: number;
  /** Bytes told as what was sent. */
  sent: number;
}

export class Sockets {
  private readonly known = new Map<number, Known>();
  private flushes = 0;
  private lost = { flows: 0, others: 0 };
  private silentKernel = false;

  constructor(private readonly code: Code, private readonly places: Places, private readonly plan: NetworkPlan) {}

  /** A socket is being connected, or a first datagram goes to an address. */
  opened(call: GateCall): void {
    const flow = this.code.flow(call.number(CALL.at) - 1);
    const place = this.places.of(call);
    if (!this.known.has(flow.serial)) this.known.set(flow.serial, fresh(place));
  }

  /** Bytes that an app gave to a socket without encryption, to be told up to the limit. */
  sent(call: GateCall, api: string): void {
    const flow = this.code.flow(call.number(CALL.at) - 1);
    const known = this.of(flow);
    this.tell(flow);
    const offset = call.number(CALL.offset);
    const size = call.number(CALL.size);
    const place = this.places.of(call);
    // A first byte that decided nothing alone was kept back.
    const behind = offset === 1 && known.sent === 0 && !flow.udp;
    if (behind) this.part(flow, place, api, "Fg==", 0, 1);
    this.parts(flow, place, api, call, offset, size);
    known.sent = Math.max(known.sent, offset + size);
  }

  /** Tell what is new; the last time everything. */
  flush(last: boolean): void {
    if (last || this.flushes++ % SAMPLE_EVERY === 0) this.code.sample();
    for (const number of this.code.changed(last)) {
      const flow = this.code.flow(number);
      const known = this.of(flow);
      this.tell(flow, last);
      const { ended } = flow;
      this.totals(flow, known, ended);
      if (!ended) continue;
      this.rest(flow, known);
      this.known.delete(flow.serial);
      this.code.reap(number);
    }
    this.complain();
  }

  private of(flow: Flow): Known {
    let known = this.known.get(flow.serial);
    if (known === undefined) {
      // From before the agent, or from a thread that the agent itself keeps busy.
      known = fresh({ tid: flow.tid, thread: "", site: "" });
      this.known.set(flow.serial, known);
    }
    return known;
  }

  /** Tell a socket, once; or that it failed after all. */
  tell(flow: Flow, last = false): void {
    const known = this.of(flow);
    const { flags } = flow;
    if (known.told === 2) return;
    const refused = flow.refused > 0;
    const failed = (flags & FLAG.failed) !== 0 || (last && (flags & FLAG.dead) !== 0);
    if (known.told === 1 && !failed) return;
    known.told = failed || refused ? 2 : 1;
    const state = refused ? "refused" : failed ? "failed" : "opened";
    const error = refused ? "ECONNREFUSED" : failed && flow.error !== 0 ? errorName(flow.error) : "";
    emit({
      k: "socket", t: flow.began, tid: known.place.tid, thread: known.place.thread, site: known.place.site, socket: flow.serial,
      protocol: flow.udp ? "udp" : "tcp", address: flow.address, port: flow.port, local_port: flow.localPort, state, error,
    });
  }

  private totals(flow: Flow, known: Known, closed: boolean): void {
    const { up, down, refused } = flow;
    // Nothing was carried; the kernel's counters of a socket without a connection mean nothing.
    if (known.told === 2 && refused === 0) return;
    if ((flow.flags & FLAG.noKernel) !== 0) {
      if (!this.silentKernel) problem("network", "the kernel does not tell the bytes of TCP connections (before Linux 4.1)");
      this.silentKernel = true;
      return;
    }
    if (!closed && up === known.up && down === known.down && refused === known.refused) return;
    Object.assign(known, { up, down, refused });
    emit({
      k: "socket_bytes", t: Date.now(), socket: flow.serial, up, down, refused, closed, how: flow.udp ? "calls" : "kernel",
    });
  }

  /** What was sent beyond the limit, or by ways that show no bytes: its number. */
  private rest(flow: Flow, known: Known): void {
    const { flags } = flow;
    const left = flow.up - known.sent;
    if (known.told === 2) return;
    if (this.plan.plain === 0 || (flags & (FLAG.secret | FLAG.toProxy | FLAG.noKernel)) !== 0 || left <= 0) return;
    this.part(flow, known.place, "", "", known.sent, left);
  }

  private parts(flow: Flow, place: Place, api: string, call: GateCall, offset: number, size: number): void {
    const vectors = call.word(CALL.bytes);
    const count = call.number(CALL.count);
    const kept = Math.max(0, Math.min(size, this.plan.plain - offset));
    for (let at = 0; at < size;) {
      const whole = at < kept ? Math.min(LARGEST_PART, kept - at) : 0;
      // The last part carries the number of bytes that are not kept.
      const told = at + whole >= kept ? size - at : whole;
      this.part(flow, place, api, whole === 0 ? "" : this.code.encode(vectors, count, at, whole), offset + at, told);
      at += told;
    }
  }

  private part(flow: Flow, place: Place, api: string, data: string, offset: number, size: number): void {
    const layer = flow.udp ? "udp" : "tcp";
    emit({
      k: "plain", t: Date.now(), tid: place.tid, thread: place.thread, site: place.site, layer, connection: `${layer}#${flow.serial}`,
      socket: flow.serial, api, address: flow.address, port: flow.port, out: true, offset, data, size,
    });
  }

  private complain(): void {
    const { flows, others } = this.code.lost();
    if (flows > this.lost.flows) problem("network", `${flows} sockets beyond what is followed at a time were not told`);
    if (others > this.lost.others) problem("network", `${others} sockets neither of TCP nor of UDP: what they carry is not told`);
    this.lost = { flows, others };
  }
}

function fresh(place: Place): Known {
  return { place, told: 0, up: 0, down: 0, refused: 0, sent: 0 };
}
