/**
 * What `work` gives, unless the user stops the run first: then the signal's reason is thrown at once. The work is not
 * ended by that; it must be something that may be left alone, such as a question to a server.
 */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Waits; Ctrl-C ends that with the signal's reason. */
export async function sleepUnlessStopped(seconds: number, signal: AbortSignal): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  try {
    await unlessStopped(over, signal);
  } finally {
    clearTimeout(timer);
  }
}
