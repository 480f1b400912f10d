// The one way out of the agent: typed messages, queued and sent in numbered batches.

import type { Batch, Message } from "../generated/wire.js";

/** Messages kept between two flushes; above it the details of calls are dropped, and the drop is told. */
const QUEUE_LIMIT = 20_000;
/** A batch above this is sent at once instead of waiting for the timer. */
const EAGER = 500;
/** One batch never holds more, so that no single message grows without bound. */
const BATCH_LIMIT = 1_000;

let queue: Message[] = [];
let sequence = 0;
let dropped = 0;
let beforeFlush: () => void = () => undefined;

/** Run `fn` at the start of every flush (counters put their totals into the queue there). */
export function onFlush(fn: () => void): void {
  beforeFlush = fn;
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

/** Report that something of the agent went wrong; it goes on. */
export function problem(where: string, error: unknown): void {
  emit({ k: "problem", t: Date.now(), where, message: String(error instanceof Error ? error.message : error).slice(0, 500) });
}

/** Send everything that waits, totals included. */
export function flush(): void {
  beforeFlush();
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
