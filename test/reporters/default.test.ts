import kind from "../../src/reporters/default.js";
import { testReporter } from "../helpers/reporter.js";

testReporter(kind, "txt");
