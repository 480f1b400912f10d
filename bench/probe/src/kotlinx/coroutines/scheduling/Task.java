package kotlinx.coroutines.scheduling;

/** Stands in for the library's class of this name: work of a coroutine's thread. */
public abstract class Task implements Runnable {}
