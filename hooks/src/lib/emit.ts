// The one way out of the agent: typed messages, queued and sent in numbered batches.

import type { Batch, Message } from "../generated/wire.js";
import { clip } from "./jni.js";

/** Messages kept between two flushes; above it the details of calls are dropped, and the drop is told. */
const QUEUE_LIMIT = 20_000;
/** A batch above this is sent at once instead of waiting for the timer. */
const EAGER = 500;
/** One batch never holds more, so that no single message grows without bound. */
const BATCH_LIMIT = 1_000;

let queue: Message[] = [];
let sequence = 0;
let dropped = 0;
const beforeFlush: ((last: boolean) => void)[] = [];

/** Run `fn` at the start of every flush (counters put their totals into the queue there: of the last one, all). */
export function onFlush(fn: (last: boolean) => void, order: "first" | "last" = "last"): void {
  if (order === "first") beforeFlush.unshift(fn);
  else beforeFlush.push(fn);
}

/** Queue a message. Only details of calls may be dropped: totals and states never are. */
export function emit(message: Message): void {
  if (queue.length >= QUEUE_LIMIT && message.k === "call") {
    dropped++;
    return;
  }
  queue.push(message);
  if (queue.length >= EAGER && message.k !== "count") sendQueue();
}

/** Kinds of problems kept apart; the same one again is only counted, and the count told at the next flush. */
const MOST_KINDS = 256;
const problems = new Map<string, { readonly where: string; readonly message: string; again: number }>();

/** Report that something of the agent went wrong; it goes on. */
export function problem(where: string, error: unknown): void {
  const message = clip(error instanceof Error ? error.message || error.name : String(error), 500);
  const key = `${where}\n${message}`;
  const known = problems.get(key) ?? (problems.size < MOST_KINDS ? undefined : FURTHER);
  if (known !== undefined) {
    known.again++;
    return;
  }
  problems.set(key, { where, message, again: 0 });
  emit({ k: "problem", t: Date.now(), where, message });
}

const FURTHER = { where: "problems", message: "further ones of other kinds", again: 0 };

function tellAgain(): void {
  for (const kind of [...problems.values(), FURTHER]) {
    if (kind.again === 0) continue;
    emit({ k: "problem", t: Date.now(), where: kind.where, message: `${kind.message} (${kind.again} times more)` });
    kind.again = 0;
  }
}

/** Send what waits and totals that changed, as many as a flush takes. */
export function flush(): void {
  flushNow(false);
}

/** Send everything, totals included. */
export function flushAll(): void {
  flushNow(true);
}

function flushNow(last: boolean): void {
  for (const fn of beforeFlush) fn(last);
  tellAgain();
  sendQueue();
}

function sendQueue(): void {
  if (dropped > 0) {
    queue.push({ k: "problem", t: Date.now(), where: "queue", message: "details dropped", dropped });
    dropped = 0;
  }
  while (queue.length > 0) {
    const messages = queue.length > BATCH_LIMIT ? queue.splice(0, BATCH_LIMIT) : queue;
    if (messages === queue) queue = [];
    const batch: Batch = { seq: sequence++, messages };
    send(batch);
  }
}
