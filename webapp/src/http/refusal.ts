/** A request that is refused: the status and the words the client gets. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: number;
  readonly expose = true;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
