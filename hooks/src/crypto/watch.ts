// Calls of ciphers, digests and MACs: bytes in and out, one message for each operation when it ends.

import { Call, threadName, type Target } from "../lib/call.js";
import { typeName, type JniValue } from "../lib/bridge.js";
import { emit } from "../lib/emit.js";
import type { Counter } from "../lib/counts.js";
import { failedAt, framed, guarded, type Method, type Observer, type Visit } from "../lib/methods.js";
import { DELEGATED, type SiteKey } from "../lib/sites.js";
import { className } from "../lib/throwables.js";
import { bufferPart, partOf, positionOf, type Span } from "./bytes.js";
import { algorithmOf, isKey, macLength, modeSet, operationOf, type Operation } from "./kinds.js";
import { digestOf, fits } from "./sums.js";
import { session, type Session } from "./session.js";
import { shapeOf, type Family, type Give, type Shape, type Take } from "./shapes.js";
import { isIdle, type Feeder, type Work } from "./works.js";

/** Watches the calls of one overload of a row. */
export class CryptoWatch implements Observer {
  readonly name: string;
  readonly shape: Shape | null;
  readonly feeders = new Map<unknown, Feeder>();
  readonly session: Session;
  private slot = -1;
  private ready = false;

  constructor(readonly target: Target, readonly family: Family) {
    this.name = target.api;
    this.session = session(target);
    this.shape = shapeOf(family, target.method, target.replaced.types);
  }

  entry(method: Method, callback: NativePointer): NativePointer {
    const { gate } = this.session;
    if (gate === null || this.shape === null) return callback;
    const { entry, slot } = gate.entry(method, callback, this.shape.does);
    this.slot = slot;
    return entry;
  }

  shared(): void {
    if (this.slot >= 0) this.session.gate?.close(this.slot);
  }

  /** From now on calls from this place go by without JavaScript, and are counted where `counter` is given. */
  mute(key: SiteKey, counter: Counter | null, feeder: Feeder | null = null): void {
    const { shape, target } = this;
    if (shape === null || this.slot < 0) return;
    if (counter !== null && !target.around.counters.settled(target, key)) return;
    this.session.gate?.mute(this.slot, key, shape.does, counter, feeder);
  }

  enter(values: JniValue[], tid: number): Visit | null {
    const { inside, callers } = this.session;
    if (!this.ready) {
      this.ready = true;
      if (this.slot >= 0) this.session.gate?.ready(this.slot, this.target.replaced.originalId());
    }
    // What a cipher calls itself is part of its work: of its provider, of a digest it is made of.
    if (inside.has(tid)) return null;
    const { target } = this;
    const call = new Call(target, values, tid);
    call.key = target.around.stacks.identify(call.jni, target);
    if (call.key === DELEGATED) return null;
    inside.add(tid);
    const visit = new Passing(this, call);
    try {
      if (callers.isApp(call.key, () => call.frames())) visit.begin();
      else this.mute(call.key, null);
    } catch (error) {
      failedAt(this.name, call.jni, "entry", error);
    }
    return visit;
  }

  feeder(counter: unknown): Feeder {
    let found = this.feeders.get(counter);
    if (found === undefined) {
      found = { untold: 0 };
      this.feeders.set(counter, found);
    }
    return found;
  }
}

/** One call, from entry to return. */
class Passing implements Visit {
  private work: Work | null = null;
  private counted = false;
  /** What the work's input was before this call: it is that again when the call takes nothing. */
  private kept = 0;
  private size = 0;
  private position = 0;
  private told = false;

  constructor(private readonly watch: CryptoWatch, private readonly call: Call) {}

  begin(): void {
    const { call, watch } = this;
    call.counter = watch.target.around.counters.of(watch.target, call);
    call.n = call.counter.enter(call.t);
    this.counted = true;
    const { shape } = watch;
    if (shape === null || watch.session.limit === 0) return;
    this.silently("arguments", () => { this.take(shape); });
  }

  returned(value: JniValue): void {
    this.watch.session.inside.delete(this.call.tid);
    const { shape } = this.watch;
    if (this.counted && shape !== null && this.watch.session.limit > 0) {
      this.silently("result", () => { this.give(shape, value); });
    }
  }

  threw(throwable: NativePointer): void {
    this.watch.session.inside.delete(this.call.tid);
    if (!this.counted) return;
    this.call.counter.fail();
    this.silently("exception", () => { this.refused(className(this.call.jni, throwable)); });
  }

  private silently(where: string, fn: () => void): void {
    const { jni, tid } = this.call;
    const failure = guarded(tid, () => framed(jni, fn));
    if (failure === null) return;
    if (this.work !== null) this.work.blind = true;
    failedAt(this.watch.name, undefined, where, failure);
  }

  /** At entry: what the call is given, since it may write over it. */
  private take(shape: Shape): void {
    const { call, watch } = this;
    const { works, flood } = watch.session;
    if (shape.does === "begin" || shape.does === "copy") return;
    const known = shape.does === "whole" ? undefined : works.find(call.jni, call.self);
    if (shape.does !== "feed") {
      const open = flood.open(call.counter, call.t);
      if (!open) watch.mute(call.key, call.counter);
      this.told = open && !(known?.blind ?? false) && (shape.does === "whole" || !works.isRefused(call.jni, call.self));
    }
    const work = known ?? (shape.does === "feed" ? works.of(call.jni, call.self, call.t) : this.told ? works.fresh() : null);
    if (work === null) return;
    this.work = work;
    this.kept = work.input.kept;
    this.size = work.input.size;
    if (shape.does === "feed") {
      const feeder = watch.feeder(call.counter);
      work.feeders.add(feeder);
      works.follow(call.jni, call.self, work);
      if (isIdle(feeder) || works.isRefused(call.jni, call.self)) work.blind = true;
      if (isIdle(feeder)) watch.mute(call.key, call.counter, feeder);
    }
    if (shape.gives?.to === "buffer") this.position = positionOf(call.jni, call.handle(shape.gives.at));
    if (shape.takes === null) return;
    if (work.blind || (shape.does !== "feed" && !this.told)) return;
    if (shape.takes.from === "byte") work.input.addByte(Number(call.values[shape.takes.at + 2]));
    else this.add(shape.takes, work);
  }

  private add(take: Take, work: Work): void {
    const span = spanOf(this.call, take);
    if (span !== null) work.input.add(this.call.jni, span);
  }

  /** At return: what came of it. */
  private give(shape: Shape, value: JniValue): void {
    const { call, watch, work } = this;
    if (shape.does === "begin") {
      this.initialised();
      return;
    }
    if (shape.does === "copy") {
      watch.session.works.copied(call.jni, call.handle(0), call.self);
      return;
    }
    if (shape.does === "end") watch.session.works.over(call.jni, call.self);
    if (work === null) {
      if (shape.does !== "feed") watch.session.flood.drop();
      return;
    }
    const reads = !work.blind && (shape.does === "feed" || this.told);
    if (shape.gives !== null && reads) {
      const span = this.given(shape.gives, value);
      if (span !== null) work.output.add(call.jni, span);
    }
    if (shape.does === "feed") return;
    this.end(shape, work);
    work.reset();
  }

  /** A cipher or MAC begins: whatever went before is over. */
  private initialised(): void {
    const { call, watch } = this;
    const { works } = watch.session;
    works.over(call.jni, call.self);
    const mode = watch.family === "cipher" ? modeSet(call) : null;
    const own = call.target.cls === "javax.crypto.Cipher" && operationOf(call, watch.family) !== null;
    const keep = mode !== null && !own;
    const work = keep ? works.of(call.jni, call.self, call.t) : works.find(call.jni, call.self);
    if (work === null) return;
    if (work === undefined) {
      // Nothing is known of it, and nothing has to be: its bytes come later.
      watch.mute(call.key, call.counter);
      return;
    }
    work.reset();
    if (call.target.method !== "reset") work.operation = mode;
  }

  private given(give: Give, value: JniValue): Span | null {
    const { jni, target } = this.call;
    // A library's class may be anything of that name: only what the method declares is believed.
    const type = typeName(target.returnType);
    if (give.to === "returned") return type === "byte[]" ? partOf(jni, value as NativePointer, 0) : null;
    const count = type === "int" ? Number(value) : target.cls === "javax.crypto.Mac" ? macLength(this.call) : null;
    if (count === null) return null;
    if (give.to === "buffer") return bufferPart(jni, this.call.handle(give.at), this.position, count);
    const offset = give.offset === null ? 0 : Number(this.call.values[give.offset + 2]);
    return partOf(jni, this.call.handle(give.at), offset, count);
  }

  private end(shape: Shape, work: Work): void {
    const { call, watch } = this;
    const { flood, works } = watch.session;
    if (!this.told || work.blind) {
      this.untold(work);
      return;
    }
    const set = shape.does === "whole" ? works.find(call.jni, call.self)?.operation ?? null : work.operation;
    const operation = set ?? operationOf(call, watch.family);
    const algorithm = algorithmOf(call);
    const whole = operation === "digest" ? fits(algorithm, work) : null;
    if (operation === null || whole === false || (whole === null && works.gaps && shape.does === "end")) {
      flood.drop();
      return;
    }
    for (const feeder of work.feeders) feeder.untold = 0;
    this.tell(operation, algorithm, work);
  }

  private untold(work: Work): void {
    const { flood } = this.watch.session;
    flood.drop();
    const open = flood.open(this.call.counter, this.call.t);
    for (const feeder of work.feeders) feeder.untold = open ? 0 : feeder.untold + 1;
  }

  private tell(operation: Operation, algorithm: string, work: Work): void {
    const { call, watch } = this;
    const { input, output } = work;
    const digest = digestOf(operation, algorithm, work);
    if (!watch.session.flood.takes(call.counter, call.t, digest, input.kept + output.kept)) return;
    emit({
      k: "crypto", t: call.t, tid: call.tid, thread: threadName(call.jni), site: call.counter.site,
      api: watch.target.api, operation, algorithm,
      input: isKey(algorithm, operation === "encrypt" ? input : null) ? "" : input.text(), input_size: input.size,
      output: isKey(algorithm, operation === "decrypt" ? output : null) ? "" : output.text(), output_size: output.size,
    });
  }

  /** The call threw: what it took of what it was given. */
  private refused(exception: string): void {
    const { shape } = this.watch;
    const { work } = this;
    if (shape === null) return;
    if (work === null) {
      this.reinitialised(shape);
      return;
    }
    work.input.backTo(this.kept, this.size);
    const nothing = TAKES_NOTHING.test(exception) || (shape.does === "feed" && TAKES_NONE_OF_IT.test(exception));
    if (nothing || this.watch.family !== "cipher") return;
    // Whether the rest of it is still in the cipher is its provider's secret, until it is initialised again.
    this.blinded(work);
  }

  private reinitialised(shape: Shape): void {
    const { call, watch } = this;
    if (shape.does !== "begin") return;
    const work = watch.session.works.find(call.jni, call.self);
    if (work !== undefined) work.blind = true;
  }

  private blinded(work: Work): void {
    const { call, watch } = this;
    if (watch.shape?.does === "whole") return;
    const kept = watch.session.works.of(call.jni, call.self, call.t);
    work.blind = true;
    if (kept === null) return;
    kept.blind = true;
    watch.session.works.follow(call.jni, call.self, kept);
  }
}

/** Exceptions that say that nothing was taken (javax.crypto.Cipher, java.security.MessageDigest). */
const TAKES_NOTHING = new RegExp(`^(?:${[
  "javax\\.crypto\\.ShortBufferException", "java\\.lang\\.Illegal(?:State|Argument)Exception",
  "java\\.lang\\.NullPointerException", "java\\.nio\\.ReadOnlyBufferException",
].join("|")})$`);
/** Bouncy Castle's, which throws what it holds away where it cannot end. */
const TAKES_NONE_OF_IT = /^org\.(?:bouncycastle|spongycastle)\.crypto\.OutputLengthException$/;

function spanOf(call: Call, take: Take): Span | null {
  const { jni } = call;
  const object = call.handle(take.at);
  switch (take.from) {
    case "array": return partOf(jni, object, 0);
    case "part": return partOf(jni, object, Number(call.values[take.at + 3]), Number(call.values[take.at + 4]));
    case "buffer": return object.isNull() ? null : bufferPart(jni, object, positionOf(jni, object));
    default: return null;
  }
}
