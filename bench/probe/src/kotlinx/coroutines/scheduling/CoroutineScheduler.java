package kotlinx.coroutines.scheduling;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Stands in for the library's class of this name: its methods that make and take tasks, and its threads. */
public final class CoroutineScheduler {
    private final BlockingQueue<Task> queue = new LinkedBlockingQueue<>();

    public void dispatch(Runnable block) {
        queue.add(createTask(block, "context"));
    }

    public Task createTask(Runnable block, Object context) {
        return block instanceof Task ? (Task) block : new TaskImpl(block);
    }

    public Worker worker() {
        return new Worker();
    }

    private static final class TaskImpl extends Task {
        private final Runnable block;

        TaskImpl(Runnable block) {
            this.block = block;
        }

        @Override
        public void run() {
            block.run();
        }
    }

    /** A thread of the scheduler, which ends when there is nothing to do. */
    public final class Worker extends Thread {
        @Override
        public void run() {
            for (Task task = findTask(true); task != null; task = findTask(true)) task.run();
        }

        public Task findTask(boolean mayHaveLocalTasks) {
            return queue.poll();
        }
    }
}
