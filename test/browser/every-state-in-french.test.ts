/** Every state of every page, for readers of French. */
import { describeEveryState } from "../support/every-state.ts";

describeEveryState("fr-CA");
