// A terminal as far as our live view uses one: colours, the cursor up and to the left, and erasing.

const CONTROL = /\u001b\[\??([\d;]*)([A-Za-z])|\r|\n|[^\u001b\r\n]/gu;

/** Keeps what is written to it, as rows of cells with a colour each. */
export class Terminal {
  #rows = [[]];
  #row = 0;
  #column = 0;
  #colour = "";

  write(text) {
    for (const [piece, argument, command] of text.matchAll(CONTROL)) {
      if (piece === "\n") this.#down();
      else if (piece === "\r") this.#column = 0;
      else if (command === undefined) this.#put(piece);
      else this.#control(command, argument);
    }
  }

  #put(sign) {
    const row = this.#rows[this.#row];
    while (row.length < this.#column) row.push([" ", ""]);
    row[this.#column] = [sign, this.#colour];
    this.#column += 1;
  }

  #down() {
    this.#row += 1;
    this.#rows[this.#row] ??= [];
  }

  #control(command, argument) {
    const count = Number(argument || (command === "A" ? 1 : 0));
    if (command === "A") this.#row = Math.max(0, this.#row - count);
    if (command === "m") this.#colour = argument === "0" || argument === "" ? "" : argument;
    if (command === "K") this.#rows[this.#row].length = Math.min(this.#column, this.#rows[this.#row].length);
    if (command !== "J") return;
    this.#rows[this.#row].length = Math.min(this.#column, this.#rows[this.#row].length);
    this.#rows.length = this.#row + 1;
  }

  /** The last rows, each as pieces of one colour: `[[text, colour], ...]`. */
  screen(rows) {
    return this.#rows.slice(-rows).map((row) => {
      const pieces = [];
      for (const [sign, colour] of row)
        if (pieces.at(-1)?.[1] === colour) pieces.at(-1)[0] += sign;
        else pieces.push([sign, colour]);
      return pieces;
    });
  }

  text() {
    return this.#rows
      .map((row) =>
        row
          .map(([sign]) => sign)
          .join("")
          .trimEnd(),
      )
      .join("\n");
  }
}
