/** Every state of every page, for readers of English. */
import { describeEveryState } from "../support/every-state.ts";

describeEveryState("en-GB");
