import type { Script, ShellLibrary } from "../../model/script.js";
import type { AnswerBuilder } from "./answer.js";
import { below, endTree } from "./kill.js";

/** Why a task ended that waited at a FIFO. */
export const STUCK =
  "a FIFO stands where a file was to be read or written, and nobody has opened its other end: the task was ended";

/** Whether a script opens files by names that others may have made; user's programs may wait for a FIFO as they like. */
export function opensFiles({ opensFiles: does, uses }: Pick<Script, "opensFiles" | "uses">): boolean {
  return does === true || uses.some((library) => librarySays(library));
}

const librarySays = ({ opensFiles: does, uses = [] }: ShellLibrary): boolean =>
  does === true || uses.some((library) => librarySays(library));

/**
 * Ends everything below a shell where one of it waits at a FIFO for somebody to open the other end, and says `stuck`.
 * No shell can open a file without waiting, and what was looked at before is another thing a moment later.
 * Linux alone tells where a process waits; kernels before 5.5 tell it with the number of the call.
 */
export function endStuck(pid: number): string {
  return `
${below(pid)}
at_fifo() {
case $(cat "/proc/$1/wchan" 2>/dev/null) in
wait_for_partner|fifo_open) ;;
pipe_wait) case $(cat "/proc/$1/syscall" 2>/dev/null) in 2\\ *|257\\ *|56\\ *) ;; *) return 1 ;; esac ;;
*) return 1 ;;
esac
}
for one in $(below); do
if at_fifo "$one"; then sleep 0.2; at_fifo "$one" || continue; echo stuck; ${endTree}; exit 0; fi
done
`;
}

/** Looks again and again whether a request is stuck, until it is over. */
export class Lookout {
  readonly #look: () => Promise<{ stdout: Buffer }>;
  readonly #milliseconds: number;
  readonly #builder: AnswerBuilder;
  #timer: NodeJS.Timeout | undefined;
  /** a look that is under way */
  #looking: Promise<void> | undefined;
  #isOver = false;

  constructor(seconds: number, builder: AnswerBuilder, look: () => Promise<{ stdout: Buffer }>) {
    this.#look = look;
    this.#builder = builder;
    this.#milliseconds = seconds * 1000;
    this.#again();
  }

  /** Looks no more. What is given has to be waited for: the request may have been ended. */
  over(): Promise<void> | undefined {
    this.#isOver = true;
    clearTimeout(this.#timer);
    return this.#looking;
  }

  #again(): void {
    if (this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#looking = this.#look().then(
        ({ stdout }) => {
          if (stdout.includes("stuck")) return this.#builder.ended(STUCK);
          this.#looking = undefined;
          this.#again();
        },
        () => {},
      );
    }, this.#milliseconds);
  }
}
