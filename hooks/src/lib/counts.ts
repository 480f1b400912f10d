// Exact totals per API, overload and call site, whatever becomes of the details.

import type { WireFrame } from "../generated/wire.js";
import { emit, problem } from "./emit.js";
import { UNKNOWN, type SiteKey } from "./sites.js";

/** Call sites kept apart in one process; calls from further ones are counted together, which is told. */
const MOST_SITES = 20_000;
/** Totals told at one flush; under a storm from many sites the others wait for the next ones, but the last. */
const MOST_TOTALS = 2_000;

/** What is counted: one overload of a row. */
export interface Counted {
  readonly api: string;
  readonly label: string;
  /** False when calls need no call site. */
  readonly sited: boolean;
}

/** Where work was created: a site that is told only when a call is found to come from that work. */
export interface Creation {
  readonly key: SiteKey;
  readonly frames: readonly WireFrame[];
  /** Its id, once it is told. */
  site: string | null;
}

/** Where a call came from. */
export interface Place {
  /** Identity of the stack. */
  readonly key: SiteKey;
  /** Its frames, innermost first; asked for once per site. */
  frames(): WireFrame[];
  /** Where the work was created: true for a call whose stack never tells enough (a delivery). */
  readonly delivered?: boolean;
  /** Whether these frames decide nothing; where it is not given, frames of carriers do not, native ones do. */
  bare?(frames: readonly WireFrame[]): boolean;
  /** Asked for when nothing in the stack could be the one who decided; null when it is not known. */
  origin?(): Creation | null;
}

export class Counter {
  n = 0;
  errors = 0;
  first = 0;
  last = 0;

  constructor(
    readonly api: string, readonly overload: string, readonly site: string, private readonly changed: Set<Counter>,
  ) {}

  /** Count a call at `t` (ms); returns its number. */
  enter(t: number): number {
    if (this.n === 0) this.first = t;
    this.last = t;
    this.changed.add(this);
    return ++this.n;
  }

  /** Count calls that were not entered one by one: they ended by `t`. */
  add(n: number, errors: number, t: number): void {
    if (this.n === 0) this.first = t;
    this.last = t;
    this.n += n;
    this.errors += errors;
    this.changed.add(this);
  }

  /** The call that was entered ended with an error. */
  fail(): void {
    this.errors++;
    this.changed.add(this);
  }

  report(): void {
    const { api, overload, site, n, errors, first, last } = this;
    emit({ k: "count", t: Date.now(), api, overload, site, n, errors, first, last });
  }
}

/** Counters of a stack that may belong to work of several creators, by the key of where it was created. */
class Crossing {
  readonly byOrigin = new Map<SiteKey, Counter>();
}

export class Counters {
  private readonly byCounted = new Map<Counted, Map<SiteKey, Counter | Crossing>>();
  /** One row's overload may be several methods: of several class loaders, or of the classes it is delivered to. */
  private readonly byName = new Map<string, Map<SiteKey, Counter | Crossing>>();
  private readonly changed = new Set<Counter>();
  /** Every stack by its key: whether nothing but code that carries calls of others makes it up. */
  private readonly bare = new Map<SiteKey, boolean>();
  private readonly told = new Map<string, string>();
  private full = false;

  /** `carries` tells of a class whether it only carries calls of others; null when origins are not followed. */
  constructor(private readonly carries: ((cls: string) => boolean) | null) {}

  /** Return the counter of a call; tells the site before its first call. */
  of(counted: Counted, place: Place): Counter {
    let own = this.byCounted.get(counted);
    if (own === undefined) {
      const name = `${counted.api} ${counted.label}`;
      own = this.byName.get(name) ?? new Map<SiteKey, Counter | Crossing>();
      this.byName.set(name, own);
      this.byCounted.set(counted, own);
    }
    const key = counted.sited ? place.key : 0;
    const found = own.get(key);
    if (found instanceof Counter) return found;
    return this.further(counted, place, own, key, found);
  }

  /** Tell where something was done that no row counts; returns the site's id. */
  site(place: Place): string {
    let frames: WireFrame[] | null = null;
    const read = (): WireFrame[] => frames ??= framesOf(place);
    const origin = this.isBare(place.key, place, read) ? place.origin?.() ?? null : null;
    return this.tell(place.key, origin, read);
  }

  /** Whether the identity of a stack alone says which counter its calls have. */
  settled(counted: Counted, key: SiteKey): boolean {
    return this.byCounted.get(counted)?.get(counted.sited ? key : 0) instanceof Counter;
  }

  /** Tell the totals that changed; all of them when it is the last time, or some at a time under a storm. */
  report(last = false): void {
    let left = last ? Infinity : MOST_TOTALS;
    for (const counter of this.changed) {
      if (left-- <= 0) break;
      this.changed.delete(counter);
      counter.report();
    }
  }

  private further(
    counted: Counted, place: Place, own: Map<SiteKey, Counter | Crossing>, key: SiteKey, found?: Crossing,
  ): Counter {
    if (!counted.sited) return this.put(own, key, counted, "");
    let frames: WireFrame[] | null = null;
    const read = (): WireFrame[] => frames ??= framesOf(place);
    if (found === undefined && place.delivered !== true && !this.isBare(key, place, read)) {
      return this.put(own, key, counted, this.tell(key, null, read));
    }
    const origin = place.origin?.() ?? null;
    // Naming the stack let other threads run: one of them may have been here first.
    let crossing = own.get(key);
    if (crossing instanceof Counter) return crossing;
    if (crossing === undefined) {
      crossing = new Crossing();
      own.set(key, crossing);
    }
    const from = origin?.key ?? 0;
    const known = crossing.byOrigin.get(from);
    if (known !== undefined) return known;
    return this.put(crossing.byOrigin, from, counted, this.tell(key, origin, read));
  }

  private put(own: Map<SiteKey, Counter | Crossing>, key: SiteKey, counted: Counted, site: string): Counter {
    // The same here; and all sites that are not told apart share one counter.
    const shared = site === "" ? 0 : key;
    const known = own.get(key) ?? own.get(shared);
    if (known instanceof Counter) return known;
    const counter = new Counter(counted.api, counted.label, site, this.changed);
    own.set(shared, counter);
    return counter;
  }

  private isBare(key: SiteKey, place: Place, read: () => WireFrame[]): boolean {
    const { carries } = this;
    if (carries === null || key === UNKNOWN) return false;
    let bare = this.bare.get(key);
    if (bare === undefined) {
      if (this.bare.size >= MOST_SITES) return false;
      const frames = read();
      bare = place.bare?.(frames) ?? frames.every((frame) => (frame.library ?? "") === "" && carries(frame.cls));
      this.bare.set(key, bare);
    }
    return bare;
  }

  /** Tell a site once; returns its id, or nothing where sites are not told apart any more. */
  private tell(key: SiteKey, origin: Creation | null, read: () => readonly WireFrame[]): string {
    if (key === UNKNOWN && origin === null) return "";
    const name = origin === null ? String(key) : `${key}@${origin.key}`;
    const known = this.told.get(name);
    if (known !== undefined) return known;
    if (this.told.size >= MOST_SITES) {
      if (!this.full) problem("sites", `more than ${MOST_SITES} call sites: further ones are not told apart`);
      this.full = true;
      return "";
    }
    const from = origin === null ? "" : origin.site ??= this.tell(origin.key, null, () => origin.frames);
    const frames = [...read()];
    const again = this.told.get(name);
    if (again !== undefined) return again;
    const site = origin !== null ? digest(name) : typeof key === "number" ? key.toString(16) : digest(key);
    this.told.set(name, site);
    emit({ k: "site", t: Date.now(), site, frames, origin: from });
    return site;
  }
}

function framesOf(place: Place): WireFrame[] {
  try {
    return place.frames();
  } catch (error) {
    problem("stack", error);
    return [];
  }
}

function digest(text: string): string {
  return /^[0-9a-f]{16,64}$/.test(text) ? text : Checksum.compute("sha1", text);
}
