/** The shell function that prints the processes below a shell. */
export function below(pid: number): string {
  return `below() { ps -A -o pid= -o ppid= | awk -v top=${pid} '{p[$1]=$2} END{do{n=0;for(i in p)if((p[i]==top||(p[i] in k))&&!(i in k)){k[i];n=1}}while(n);for(i in k)print i}'; }`;
}

/** Ends those: TERM, then KILL. */
export const endTree = `pids=$(below); [ -z "$pids" ] || kill -TERM $pids 2>/dev/null
i=0; while [ $i -lt 20 ]; do pids=$(below); [ -n "$pids" ] || exit 0; sleep 0.1; i=$((i+1)); done
kill -KILL $pids 2>/dev/null`;

/** Ends everything below a shell, children before it sees them. */
export function killTree(pid: number): string {
  return `
${below(pid)}
${endTree}
exit 0
`;
}

/** Waits for something, but not longer than this. */
export async function within(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
