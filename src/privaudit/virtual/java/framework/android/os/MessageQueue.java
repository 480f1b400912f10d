package android.os;

import java.util.PriorityQueue;
import java.util.function.Predicate;

/** The messages of a Looper in order of time. */
public final class MessageQueue {
    private final PriorityQueue<Message> messages = new PriorityQueue<>(
            (a, b) -> a.when != b.when ? Long.compare(a.when, b.when) : Long.compare(a.order, b.order));
    private long order;
    private boolean quitting;

    MessageQueue() {
    }

    synchronized boolean enqueueMessage(Message message, long when) {
        if (quitting) {
            return false;
        }
        message.when = when;
        message.order = order++;
        messages.add(message);
        notifyAll();
        return true;
    }

    synchronized Message next() {
        while (true) {
            if (quitting) {
                return null;
            }
            Message first = messages.peek();
            long left = first == null ? 0 : first.when - SystemClock.uptimeMillis();
            if (first != null && left <= 0) {
                return messages.poll();
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    synchronized void removeMessages(Predicate<Message> which) {
        messages.removeIf(which);
    }

    synchronized void quit() {
        quitting = true;
        messages.clear();
        notifyAll();
    }
}
