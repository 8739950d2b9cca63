export interface Glyphs {
  done: string;
  failed: string;
  skipped: string;
  noted: string;
  full: string;
  empty: string;
  more: string;
  link: string;
  frames: readonly string[];
}

export const UNICODE: Glyphs = {
  done: "✔",
  failed: "✖",
  skipped: "↓",
  noted: "⚠",
  full: "█",
  empty: "░",
  more: "…",
  link: "➜",
  frames: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"],
};

export const ASCII: Glyphs = {
  done: "+",
  failed: "x",
  skipped: "-",
  noted: "!",
  full: "#",
  empty: ".",
  more: "...",
  link: "->",
  frames: ["|", "/", "-", "\\"],
};
