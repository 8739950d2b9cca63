/**
 * Errors of Python's that Ansible does not expect of a template: their task fails with the message and the trace in
 * `exception`. TypeErrors of ours are expected: they are told as they are.
 */
export class PythonError extends TypeError {
  readonly #kind: string;

  constructor(kind: string, message: string | undefined) {
    super(message);
    this.#kind = kind;
  }

  /** The last line of what Python prints, which is all that is true of it here. */
  trace(): string {
    return `${this.#kind}: ${this.message}`;
  }
}

export class ZeroDivision extends PythonError {
  constructor(message: string | undefined) {
    super("ZeroDivisionError", message);
  }
}
