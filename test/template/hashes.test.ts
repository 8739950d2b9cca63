import { recordedRows } from "../helpers/recorded.js";
import { testRows } from "../helpers/row_tests.js";

testRows(
  "filters",
  recordedRows("test/template/filters").filter(({ file }) => file === "hashes.yml"),
);
