import { recordedRows } from "../helpers/recorded.js";
import { testTables } from "../helpers/row_tests.js";

testTables(recordedRows("test/template/methods"));
