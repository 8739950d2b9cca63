import test from "ava";
import { USUAL_DISPLAY } from "../../../src/model/reporter.js";
import { Screen } from "../../../src/reporters/live/screen.js";

/** A screen with one changing row, and what it has written since it was last asked. */
function shown(terminal = true) {
  const texts: string[] = [];
  const written = () => texts.splice(0).join("");
  const screen = new Screen(
    {
      write: (text) => void texts.push(text),
      writeError: () => {},
      colour: false,
      terminal,
      verbosity: 0,
      diff: false,
      display: USUAL_DISPLAY,
      columns: () => 40,
      rows: () => 10,
    },
    () => [["web1 is busy"]],
  );
  return { screen, written };
}

test("the picture gives way to a question and comes back after the answer", (t) => {
  const { screen, written } = shown();
  screen.refresh();
  t.true(written().includes("web1 is busy"));
  const goOn = screen.hold();
  t.is(written(), "\r\u001b[1A\u001b[J\u001b[?25h");
  screen.refresh();
  screen.keep([["done"]]);
  t.is(written(), "");
  goOn();
  t.true(written().includes("done\u001b[K\nweb1 is busy"));
  screen.end();
});

test("of two questions the last answer brings the picture back", (t) => {
  const { screen, written } = shown();
  const [one, other] = [screen.hold(), screen.hold()];
  written();
  one();
  t.is(written(), "");
  other();
  t.true(written().includes("web1 is busy"));
  screen.end();
});

test("what was held back is written when the run ends at a question", (t) => {
  const { screen, written } = shown();
  screen.hold();
  screen.keep([["stopped"]]);
  written();
  screen.end();
  t.true(written().includes("stopped"));
});

test("without a terminal a question holds nothing back", (t) => {
  const { screen, written } = shown(false);
  screen.hold();
  screen.keep([["done"]]);
  t.is(written(), "done\n");
});
