// Exact totals per API, overload and call site, whatever becomes of the details.

import type { WireFrame } from "../generated/wire.js";
import { emit, problem } from "./emit.js";
import type { Call, Target } from "./call.js";
import { UNKNOWN, type SiteKey } from "./sites.js";

/** Call sites kept apart in one process; calls from further ones are counted together, which is told. */
const MOST_SITES = 20_000;

export class Counter {
  n = 0;
  errors = 0;
  first = 0;
  last = 0;
  private dirty = false;

  constructor(readonly api: string, readonly overload: string, readonly site: string) {}

  enter(t: number): number {
    if (this.n === 0) this.first = t;
    this.last = t;
    this.dirty = true;
    return ++this.n;
  }

  fail(): void {
    this.errors++;
    this.dirty = true;
  }

  report(): void {
    if (!this.dirty) return;
    this.dirty = false;
    const { api, overload, site, n, errors, first, last } = this;
    emit({ k: "count", t: Date.now(), api, overload, site, n, errors, first, last });
  }
}

export class Counters {
  private readonly byTarget = new Map<Target, Map<SiteKey, Counter>>();
  private readonly all = new Set<Counter>();
  private readonly sites = new Map<SiteKey, string>();
  private full = false;

  of(target: Target, call: Call): Counter {
    let own = this.byTarget.get(target);
    if (own === undefined) {
      own = new Map();
      this.byTarget.set(target, own);
    }
    let counter = own.get(call.site);
    if (counter === undefined) {
      const site = target.hook.sited === false ? "" : this.siteId(target, call);
      // Naming the site let other threads run: one of them may have been here first.
      counter = own.get(call.site);
      if (counter === undefined) {
        const key = site === "" ? 0 : call.site;
        counter = own.get(key) ?? new Counter(target.plan.api, target.label, site);
        this.all.add(counter);
        own.set(key, counter);
      }
    }
    return counter;
  }

  report(): void {
    for (const counter of this.all) counter.report();
  }

  private siteId(target: Target, call: Call): string {
    const known = this.sites.get(call.site);
    if (known !== undefined) return known;
    if (call.site === UNKNOWN) return "";
    if (this.sites.size >= MOST_SITES) {
      if (!this.full) problem("sites", `more than ${MOST_SITES} call sites: further ones are not told apart`);
      this.full = true;
      return "";
    }
    const site = typeof call.site === "number" ? call.site.toString(16) : digest(call.site);
    let frames: WireFrame[] = [];
    try {
      frames = target.stacks.frames(call.jni, target);
    } catch (error) {
      problem("stack", error);
    }
    const again = this.sites.get(call.site);
    if (again !== undefined) return again;
    this.sites.set(call.site, site);
    emit({ k: "site", t: call.t, site, frames });
    return site;
  }
}

function digest(text: string): string {
  return /^[0-9a-f]{16,64}$/.test(text) ? text : Checksum.compute("sha1", text);
}
