// Certificates that an app's own TLS library refuses: the audit's authority is answered for, nothing else.
//
// The library's own code judges: a chain it refused is checked a second time, by its own X509_verify_cert, against a
// store that holds the audit's authority alone. Where that holds, the refusal is answered yes in its place; where it
// does not, it stands. Both are told each time. BoringSSL and OpenSSL have these functions of the same form
// (openssl/x509.h, openssl/ssl.h); libraries that export none of them, as Cronet and Flutter, stay closed.

import { emit, problem } from "../lib/emit.js";
import { moduleAt } from "../native/modules.js";
import { decode } from "./base64.js";
import { CALL, MOST_CALLBACKS, SLOT, TLS_ALTERED, TLS_ANSWERED, TLS_FUNCTIONS, type Code } from "./memory.js";
import type { GateCall, Places } from "./places.js";

/** Functions by their place among those of a library. */
export const VERIFY_CALLS: readonly (readonly [symbol: string, function_: number])[] = [
  ["SSL_CTX_set_cert_verify_callback", TLS_ALTERED],
  ["SSL_CTX_set_custom_verify", TLS_ALTERED + 1],
  ["SSL_set_custom_verify", TLS_ALTERED + 2],
  ["X509_verify_cert", TLS_ANSWERED],
];

/** What says that a check refused, and what says that it did not. */
interface Form {
  readonly callback: number;
  readonly chain: "store" | "connection";
  refuses(result: number): boolean;
  readonly accepts: number;
}

const STORE: Form = { callback: 1, chain: "store", refuses: (result) => result <= 0, accepts: 1 };
/** enum ssl_verify_result_t: ok 0, invalid 1, retry 2. */
const CUSTOM: Form = { callback: 2, chain: "connection", refuses: (result) => result === 1, accepts: 0 };
/** Conscrypt's own native half: what it encrypts and checks is told by the rows of its Java half. */
export const CONSCRYPT = /^lib(?:javacrypto|conscrypt_jni|conscrypt_gmscore_jni)\.so$/;
const OK = 0;
const HOST_NAME = 0;

type Pointers = (...args: (NativePointer | number)[]) => NativePointer;

/** The functions of one family of libraries (libssl.so with its libcrypto.so) that a check is made of. */
class Family {
  private store: NativePointer | null = null;

  /** `libraries` are those of one folder, as they are loaded. */
  constructor(private readonly libraries: readonly Module[], private readonly authority: Uint8Array) {}

  /** Whether the chain ends at the audit's authority and is for the host, by the library's own verification. */
  vouches(leaf: NativePointer, others: NativePointer, host: string): boolean {
    if (leaf.isNull()) return false;
    const name = Memory.allocUtf8String(host);
    if (host !== "" && this.of("X509_check_host")(leaf, name, host.length, 0, NULL).toInt32() !== 1) return false;
    const context = this.of("X509_STORE_CTX_new")();
    if (context.isNull()) return false;
    this.of("ERR_set_mark")();
    try {
      const set = this.of("X509_STORE_CTX_init")(context, this.ownStore(), leaf, others);
      return set.toInt32() === 1 && this.of("X509_verify_cert")(context).toInt32() === 1;
    } finally {
      this.of("X509_STORE_CTX_free")(context);
      this.of("ERR_pop_to_mark")();
    }
  }

  leafOf(context: NativePointer): NativePointer {
    return this.of("X509_STORE_CTX_get0_cert")(context);
  }

  othersOf(context: NativePointer): NativePointer {
    return this.of("X509_STORE_CTX_get0_untrusted")(context);
  }

  chainOf(ssl: NativePointer): NativePointer {
    return this.of("SSL_get_peer_full_cert_chain")(ssl);
  }

  first(chain: NativePointer): NativePointer {
    return chain.isNull() ? NULL : this.of("sk_value")(chain, 0);
  }

  setOk(context: NativePointer): void {
    this.of("X509_STORE_CTX_set_error")(context, OK);
  }

  /** Why the library refused, in its words. */
  reasonOf(context: NativePointer): string {
    const code = this.of("X509_STORE_CTX_get_error")(context).toInt32();
    const text = this.of("X509_verify_cert_error_string")(code);
    return text.isNull() ? `error ${code}` : text.readCString() ?? "";
  }

  /** The connection that a verification is for; null where it is for none. */
  connectionOf(context: NativePointer): NativePointer {
    const index = this.find("SSL_get_ex_data_X509_STORE_CTX_idx");
    return index === null ? NULL : this.of("X509_STORE_CTX_get_ex_data")(context, index().toInt32());
  }

  hostOf(ssl: NativePointer): string {
    const name = ssl.isNull() ? NULL : this.find("SSL_get_servername")?.(ssl, HOST_NAME) ?? NULL;
    return name.isNull() ? "" : name.readCString() ?? "";
  }

  private ownStore(): NativePointer {
    if (this.store !== null) return this.store;
    const store = this.of("X509_STORE_new")();
    const bytes = Memory.alloc(this.authority.length);
    bytes.writeByteArray(this.authority.buffer as ArrayBuffer);
    const at = Memory.alloc(Process.pointerSize);
    at.writePointer(bytes);
    const certificate = this.of("d2i_X509")(NULL, at, this.authority.length);
    if (certificate.isNull() || this.of("X509_STORE_add_cert")(store, certificate).toInt32() !== 1) {
      throw new Error("the audit's authority is no certificate that this library reads");
    }
    this.store = store;
    return store;
  }

  private readonly found = new Map<string, Pointers | null>();

  private of(name: string): Pointers {
    const found = this.find(name);
    if (found === null) throw new Error(`no function ${name} beside the library`);
    return found;
  }

  private find(name: string): Pointers | null {
    let known = this.found.get(name);
    if (known === undefined) {
      const address = this.libraries.map((module) => module.findExportByName(name)).find((one) => one !== null) ?? null;
      known = address === null ? null : callable(address, ARGUMENTS[name] ?? []);
      if (known !== null) this.found.set(name, known);
    }
    return known;
  }
}

/** How each function that is called is called; all give a pointer or a number of that size. */
const ARGUMENTS: Readonly<Record<string, NativeFunctionArgumentType[]>> = {
  X509_STORE_CTX_init: ["pointer", "pointer", "pointer", "pointer"], X509_verify_cert: ["pointer"], X509_STORE_CTX_free: ["pointer"],
  X509_STORE_CTX_get0_cert: ["pointer"], X509_STORE_CTX_get0_untrusted: ["pointer"], SSL_get_peer_full_cert_chain: ["pointer"],
  sk_value: ["pointer", "size_t"], X509_STORE_CTX_set_error: ["pointer", "int"], X509_STORE_CTX_get_error: ["pointer"],
  X509_verify_cert_error_string: ["long"], X509_STORE_CTX_get_ex_data: ["pointer", "int"], SSL_get_servername: ["pointer", "int"],
  X509_check_host: ["pointer", "pointer", "size_t", "uint", "pointer"], d2i_X509: ["pointer", "pointer", "long"], X509_STORE_add_cert: ["pointer", "pointer"],
};

export class Verify {
  private readonly families = new Map<string, Family>();
  private readonly folders = new Map<string, Module[]>();
  /** What stands behind each slot: the function it is told as, how it answers, whose it is. */
  private readonly slots = new Map<number, { api: string; form: Form; family: Family }>();
  private readonly callbacks = new Map<string, number>();
  private readonly authority: Uint8Array;
  /** Threads that check a chain a second time themselves. */
  private readonly checking = new Set<number>();

  constructor(private readonly code: Code, private readonly places: Places, pem: string) {
    this.authority = der(pem);
  }

  /** A library was loaded. */
  arrived(module: Module): void {
    const folder = folderOf(module);
    const beside = this.folders.get(folder);
    if (beside === undefined) this.folders.set(folder, [module]);
    else beside.push(module);
  }

  /** A function of a library was hooked at this slot. */
  add(module: Module, symbol: string, slot: number): void {
    const folder = folderOf(module);
    let family = this.families.get(folder);
    if (family === undefined) {
      family = new Family(this.folders.get(folder) ?? [module], this.authority);
      this.families.set(folder, family);
    }
    const form = symbol.includes("custom_verify") ? CUSTOM : STORE;
    this.slots.set(slot, { api: `${fileName(module)}!${symbol}`, form, family });
  }

  /** An app sets a check of its own: it is called through an entry from now on. */
  altered(call: GateCall): void {
    const known = this.slots.get(call.number(CALL.slot));
    if (known === undefined) return;
    const callback = call.arg(known.form.callback);
    // What Java's own TLS asks is answered by Java's checks.
    const caller = moduleAt(call.word(CALL.caller));
    if (callback.isNull() || (caller !== null && CONSCRYPT.test(caller.name))) return;
    const key = `${callback} ${known.api}`;
    let number = this.callbacks.get(key);
    if (number === undefined) {
      if (this.callbacks.size >= MOST_CALLBACKS) {
        problem("network", `more than ${MOST_CALLBACKS} checks of certificates: ${known.api} is left as it is`);
        return;
      }
      number = SLOT.callbacks + this.callbacks.size;
      this.callbacks.set(key, number);
      this.slots.set(number, known);
      this.code.entry(number).original.writePointer(callback);
    }
    call.alter(known.form.callback, this.code.entry(number).target);
  }

  /** A check has answered: where it refused the audit's own chain, it is answered yes in its place. */
  answered(call: GateCall): void {
    const known = this.slots.get(call.number(CALL.slot));
    const tid = Process.getCurrentThreadId();
    if (known === undefined || this.checking.has(tid) || !known.form.refuses(call.word(CALL.result).toInt32())) return;
    this.checking.add(tid);
    try {
      this.decide(call, known);
    } finally {
      this.checking.delete(tid);
    }
  }

  private decide(call: GateCall, known: { api: string; form: Form; family: Family }): void {
    const { family, form, api } = known;
    const subject = call.arg(0);
    const ofStore = form.chain === "store";
    const { tid, thread, site } = this.places.of(call);
    let reason = "";
    let vouched = false;
    let host = "";
    try {
      host = family.hostOf(ofStore ? family.connectionOf(subject) : subject);
      reason = ofStore ? family.reasonOf(subject) : "refused by a check of its own";
      const others = ofStore ? family.othersOf(subject) : family.chainOf(subject);
      vouched = family.vouches(ofStore ? family.leafOf(subject) : family.first(others), others, host);
      if (vouched && ofStore) family.setOk(subject);
    } catch (error) {
      vouched = false;
      reason = `${reason}; not checked again: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (vouched) call.answer(form.accepts);
    emit({ k: "trust", t: Date.now(), tid, thread, site, api, host, decision: vouched ? "opened" : "kept", reason });
  }
}

/** The number of a slot's function among those of its library. */
export function slotOf(library: number, function_: number): number {
  return SLOT.tls + library * TLS_FUNCTIONS + function_;
}

function callable(address: NativePointer, types: NativeFunctionArgumentType[]): Pointers {
  const made = new NativeFunction(address, "pointer", types) as unknown as (...args: unknown[]) => NativePointer;
  return (...args) => made(...args);
}

function folderOf(module: Module): string {
  return module.path.slice(0, module.path.lastIndexOf("/") + 1);
}

function fileName(module: Module): string {
  return module.path.slice(module.path.lastIndexOf("/") + 1) || module.name;
}

/** The bytes of a certificate in PEM (RFC 7468). */
function der(pem: string): Uint8Array {
  const body = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem)?.[1]?.replace(/\s/g, "");
  if (body === undefined) throw new Error("the audit's authority is no certificate in PEM");
  return decode(body);
}
