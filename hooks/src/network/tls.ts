// What an app gives to a TLS library of its process before it is encrypted, and how much it gets back.

import { emit, problem } from "../lib/emit.js";
import type { NetworkPlan } from "../generated/wire.js";
import { CALL, LARGEST_PART, SLOT, TLS_FUNCTIONS, type Code, type TlsConnection } from "./memory.js";
import type { GateCall, Place, Places } from "./places.js";
import type { Sockets } from "./sockets.js";

/** openssl/ssl.h; BoringSSL has the first four of the same form. In the order of slots.h. */
export const TLS_CALLS = ["SSL_write", "SSL_write_ex", "SSL_read", "SSL_read_ex", "SSL_new", "SSL_clear", "SSL_free"] as const;
/** TLSEXT_NAMETYPE_host_name. */
const HOST_NAME = 0;
/** Flushes between two tellings of bytes beyond the limit and of bytes received. */
const COUNT_EVERY = 10;

interface Library {
  readonly name: string;
  readonly serverName: NativeFunction<NativePointer, [NativePointerValue, number]> | null;
  readonly descriptor: NativeFunction<number, [NativePointerValue]> | null;
}

interface Known {
  readonly library: string;
  readonly name: string;
  readonly place: Place;
  host: string;
  socket: number;
  address: string;
  port: number;
  /** Bytes told in each direction. */
  out: number;
  in: number;
}

export class Tls {
  private readonly libraries = new Map<number, Library>();
  private readonly known = new Map<number, Known>();
  private flushes = 0;
  private lost = 0;

  constructor(
    private readonly code: Code, private readonly places: Places, private readonly plan: NetworkPlan, private readonly sockets: Sockets,
  ) {}

  /** A library whose calls will come under this number. */
  add(module: Module, number: number): void {
    const serverName = module.findExportByName("SSL_get_servername");
    const descriptor = module.findExportByName("SSL_get_fd");
    this.libraries.set(number, {
      name: module.path.slice(module.path.lastIndexOf("/") + 1) || module.name,
      serverName: serverName === null ? null : new NativeFunction(serverName, "pointer", ["pointer", "int"]),
      descriptor: descriptor === null ? null : new NativeFunction(descriptor, "int", ["pointer"]),
    });
  }

  begun(call: GateCall): void {
    const connection = this.code.connection(call.number(CALL.at) - 1);
    this.meet(connection, this.places.of(call));
  }

  /** The library took bytes of the app's. */
  sent(call: GateCall): void {
    const connection = this.code.connection(call.number(CALL.at) - 1);
    const place = this.places.of(call);
    const known = this.known.get(connection.serial) ?? this.meet(connection, place);
    const function_ = TLS_CALLS[(call.number(CALL.slot) - SLOT.tls) % TLS_FUNCTIONS] ?? "";
    const offset = call.number(CALL.offset);
    const size = call.number(CALL.size);
    // Bytes that another thread of the same connection's was about to tell.
    const kept = Math.max(0, Math.min(size, this.plan.plain - offset));
    for (let at = 0; at < size;) {
      const whole = at < kept ? Math.min(LARGEST_PART, kept - at) : 0;
      const told = at + whole >= kept ? size - at : whole;
      const data = whole === 0 ? "" : this.code.encode(this.code.single(call.arg(1).add(at), whole), 1, 0, whole);
      this.tell(known, place, function_, true, data, offset + at, told);
      at += told;
    }
    known.out = offset + size;
  }

  flush(last: boolean): void {
    const due = last || this.flushes++ % COUNT_EVERY === 0;
    if (!due) return;
    for (const number of this.code.changedConnections()) {
      const connection = this.code.connection(number);
      const known = this.known.get(connection.serial);
      if (known !== undefined) this.counts(connection, known);
      if (!connection.ended) continue;
      this.known.delete(connection.serial);
      this.code.reapConnection(number);
    }
    const { connections } = this.code.lost();
    if (connections > this.lost) {
      problem("network", `${connections} TLS connections beyond what is followed at a time: their bytes are not told`);
    }
    this.lost = connections;
  }

  private meet(connection: TlsConnection, place: Place): Known {
    const library = this.libraries.get(connection.library);
    const name = library?.name ?? "";
    const { ssl } = connection;
    const known: Known = {
      library: name, name: `${name}:${ssl}#${connection.serial}`, place, host: "", socket: 0, address: "", port: 0, out: 0, in: 0,
    };
    const host = library?.serverName?.(ssl, HOST_NAME) ?? NULL;
    if (!host.isNull()) known.host = host.readCString() ?? "";
    const flow = this.code.flowOf(library?.descriptor?.(ssl) ?? -1);
    if (flow !== null) {
      Object.assign(known, { socket: flow.serial, address: flow.address, port: flow.port });
      this.sockets.tell(flow);
    }
    this.known.set(connection.serial, known);
    return known;
  }

  /** Bytes beyond the limit, and those received, of which only the number is told. */
  private counts(connection: TlsConnection, known: Known): void {
    const { up, down } = connection;
    if (up > known.out && (known.out >= this.plan.plain || connection.full)) {
      this.tell(known, known.place, "SSL_write", true, "", known.out, up - known.out);
      known.out = up;
    }
    if (down > known.in) {
      this.tell(known, known.place, "SSL_read", false, "", known.in, down - known.in);
      known.in = down;
    }
  }

  private tell(known: Known, place: Place, function_: string, out: boolean, data: string, offset: number, size: number): void {
    emit({
      k: "plain", t: Date.now(), tid: place.tid, thread: place.thread, site: place.site, layer: "tls", connection: known.name,
      socket: known.socket, api: `${known.library}!${function_}`, host: known.host, address: known.address, port: known.port, out,
      offset, data, size,
    });
  }
}
