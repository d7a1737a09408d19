/** What the API answers, as types: made of the schemas by which it writes its answers. */
import type { Static } from "typebox";
import type { Me as MeSchema } from "../api/me.ts";
import type { ErrorEnvelope, itemsEnvelopeOf } from "../http/envelope-schema.ts";
import type { DmpItem, DmpTemplateItem } from "../plans/common-standard.ts";

/** Whose token it is. */
export type Me = Static<typeof MeSchema>;

/** A plan in the words of the RDA DMP Common Standard. Every member may be missing. */
export type Dmp = Static<typeof DmpItem>["dmp"];
export type DmpTemplate = Static<typeof DmpTemplateItem>["dmp_template"];

/** Lists, with the envelope around them. */
export type PlansPage = Static<ReturnType<typeof itemsEnvelopeOf<typeof DmpItem>>>;
export type TemplatesPage = Static<ReturnType<typeof itemsEnvelopeOf<typeof DmpTemplateItem>>>;

export type ErrorAnswer = Static<typeof ErrorEnvelope>;
