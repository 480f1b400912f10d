// One check that may refuse the audit's certificate. The app's own check runs first, once, with its own arguments; a
// yes of its stays as it is. Of a no it is asked whether the audit's authority stands behind what was presented: only
// then the app gets a yes in its place. Either way the app's own refusal is told.

import type { PinPlan } from "../generated/wire.js";
import type { JniValue } from "../lib/bridge.js";
import { threadName, type Surroundings } from "../lib/call.js";
import type { Counted, Place } from "../lib/counts.js";
import { emit, problem } from "../lib/emit.js";
import { Jni } from "../lib/jni.js";
import { framed, guarded, type Answer, type Method, type Observer, type Visit } from "../lib/methods.js";
import { WeakObjects } from "../lib/objects.js";
import { describe } from "../lib/throwables.js";
import type { Authority, Vouched } from "./authority.js";
import { hostOf, leafOf } from "./presented.js";

const LONGEST_REASON = 1_000;
/** Refusals that were told lately: a check within another passes the same exception on. */
const MOST_TOLD = 256;
const told = new WeakObjects<boolean>(MOST_TOLD);

/** Answers alike (of one check for one host) told one by one, and how many that differ; others are counted. */
const MOST_ALIKE = 1_000;
const MOST_KINDS = 1_000;
const alike = new Map<string, number>();

export class Check implements Observer, Counted {
  readonly sited = true;
  readonly label: string;

  constructor(
    readonly plan: PinPlan, private readonly method: Method, private readonly authority: Authority,
    private readonly around: Surroundings,
  ) {
    this.label = method.label;
  }

  get api(): string {
    return this.plan.api;
  }

  get name(): string {
    return this.plan.api;
  }

  enter(values: JniValue[], tid: number): Visit {
    return {
      returned: () => undefined,
      threw: () => undefined,
      instead: (thrown, value) => this.refused(thrown, value) ? this.answer(values, tid, thrown, value) : null,
    };
  }

  private refused(thrown: NativePointer | null, value: JniValue): boolean {
    if (this.plan.refuses === "throws") return thrown !== null;
    if (thrown !== null) return false;
    return this.plan.refuses === "false" ? value === 0 : !(value as NativePointer).isNull();
  }

  private answer(values: JniValue[], tid: number, thrown: NativePointer | null, value: JniValue): Answer | null {
    const jni = new Jni(values[0] as NativePointer);
    let given: { readonly value: number | null } | null = null;
    let made = NULL;
    const failure = guarded(tid, () => framed(jni, () => {
      const refusal = this.refusal(jni, thrown, value);
      if (refusal === null) return;
      const host = this.plan.host < 0 ? "" : hostOf(jni, this.authority.java, values[this.plan.host + this.first]);
      const { objection, leaf, name } = this.judge(jni, values, host);
      if (objection === "" && leaf !== null) {
        if (this.plan.answers === "chain") made = jni.globalRef(this.chain(jni, leaf));
        else if (this.plan.answers === "status") made = jni.globalRef(this.status(jni, value as NativePointer, leaf));
        given = { value: this.plan.answers === "true" ? 1 : null };
        this.tell(jni, tid, host === "" ? name : host, "opened", refusal);
      } else {
        if (thrown !== null && told.get(jni, thrown) === true) return;
        if (thrown !== null) told.set(jni, thrown, true);
        this.tell(jni, tid, host, "kept", `${refusal} [${objection}]`);
      }
    }));
    if (failure !== null) problem(this.plan.api, failure);
    if (failure !== null || given === null) {
      if (!made.isNull()) jni.deleteGlobal(made);
      return null;
    }
    return { value: made.isNull() ? (given as { readonly value: number | null }).value ?? undefined : moved(jni, made) };
  }

  /** Arguments of an instance method come after the object, of a static one after the class. */
  private readonly first = 2;

  /** The app's own refusal in words; null when it is none: an error of the VM's, or a result that says yes. */
  private refusal(jni: Jni, thrown: NativePointer | null, value: JniValue): string | null {
    if (thrown !== null) {
      const refuses = this.authority.java.is(jni, thrown, "exception");
      return refuses ? describe(jni, thrown, LONGEST_REASON) : null;
    }
    if (this.plan.refuses === "false") return "false";
    const result = value as NativePointer;
    const status = jni.callInt(result, jni.methodId(jni.classOf(result), "getStatus", "()I"));
    return status === 0 ? null : `status ${status}`;
  }

  private judge(jni: Jni, values: JniValue[], host: string): Vouched {
    const presented = values[this.plan.chain + this.first] as NativePointer;
    const leaf = leafOf(jni, this.authority.java, presented);
    return leaf === null
      ? { objection: "no certificate was presented", leaf: null, name: "" }
      : this.authority.judge(jni, leaf, host);
  }

  private chain(jni: Jni, leaf: NativePointer): NativePointer {
    return this.authority.java.listOf(jni, [leaf, this.authority.certificate]);
  }

  /** Chromium's result with status 0 (CertVerifyStatusAndroid.OK), of no root that everybody knows. */
  private status(jni: Jni, like: NativePointer, leaf: NativePointer): NativePointer {
    const owner = jni.classOf(like);
    const args = Memory.alloc(24);
    args.writeS32(0);
    args.add(8).writeU8(0);
    args.add(16).writePointer(this.chain(jni, leaf));
    return jni.newObject(owner, jni.methodId(owner, "<init>", "(IZLjava/util/List;)V"), args);
  }

  private tell(jni: Jni, tid: number, host: string, decision: "opened" | "kept", reason: string): void {
    const key = `${this.plan.api} ${decision} ${host}`;
    const before = alike.get(key) ?? (alike.size < MOST_KINDS ? 0 : MOST_ALIKE);
    if (before >= MOST_ALIKE) {
      problem(this.plan.api, `more answers (${decision}) than are told one by one`);
      return;
    }
    alike.set(key, before + 1);
    emit({
      k: "trust", t: Date.now(), tid, thread: threadName(jni), site: this.site(jni, tid), api: this.plan.api, host, decision,
      reason,
    });
  }

  private site(jni: Jni, tid: number): string {
    const { stacks, counters, origin } = this.around;
    const place: Place = {
      key: stacks.identify(jni, this.method),
      frames: () => stacks.frames(jni, this.method),
      origin: () => origin(jni, tid),
    };
    return counters.of(this, place).site;
  }
}

/** A local reference in the place of a global one. */
function moved(jni: Jni, global: NativePointer): NativePointer {
  const local = jni.localRef(global);
  jni.deleteGlobal(global);
  return local;
}
