// What is told of calls that never end: per call site some at once and then one a second, in all so many bytes a
// second, the same bytes once. What is beyond is counted, and the count is told.

import type { Counter } from "../lib/counts.js";
import { emit, onFlush } from "../lib/emit.js";

/** Of one call site at once, and what it gets back each second. */
const AT_ONCE = 2_000;
const EACH_S = 10;
const TOLD = 10;
const SEEN_AGAIN = 1;
/** Bytes in and out that are told in one second, of the whole process. */
const BYTES_S = 4 * 1024 * 1024;
/** Operations remembered so that the same is told once; then it is told once more. */
const MOST_KNOWN = 20_000;
const REPORT_MS = 1_000;

interface Site {
  left: number;
  at: number;
}

export class Flood {
  private readonly sites = new Map<Counter, Site>();
  private readonly known = new Set<string>();
  private second = 0;
  private bytes = 0;
  private dropped = 0;
  private reported = 0;

  constructor(private readonly where: string) {
    onFlush((last) => { this.report(last); });
  }

  /** Whether an operation at this site may be told now. */
  open(counter: Counter, now: number): boolean {
    const site = this.sites.get(counter);
    if (site === undefined) return true;
    site.left = Math.min(AT_ONCE, site.left + (Math.max(0, now - site.at) * EACH_S) / 1_000);
    site.at = now;
    return site.left >= TOLD;
  }

  /** Whether these bytes are told: not twice the same, not more than a second's share. */
  takes(counter: Counter, now: number, digest: string, bytes: number): boolean {
    const site = this.sites.get(counter) ?? { left: AT_ONCE, at: now };
    this.sites.set(counter, site);
    const name = `${counter.api} ${counter.site} ${digest}`;
    if (this.known.has(name)) {
      site.left -= SEEN_AGAIN;
      return false;
    }
    const second = Math.floor(now / 1_000);
    if (second !== this.second) {
      this.second = second;
      this.bytes = 0;
    }
    if (this.bytes + bytes > BYTES_S) {
      this.drop();
      return false;
    }
    this.bytes += bytes;
    site.left -= TOLD;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.add(name);
    return true;
  }

  /** An operation was counted, and its bytes were not taken. */
  drop(count = 1): void {
    this.dropped += count;
  }

  private report(last: boolean): void {
    const now = Date.now();
    if (this.dropped === 0 || (!last && now - this.reported < REPORT_MS)) return;
    this.reported = now;
    const dropped = this.dropped;
    this.dropped = 0;
    emit({ k: "problem", t: now, where: this.where, message: "counted, their bytes are not told", dropped });
  }
}
