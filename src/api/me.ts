/** What `GET /api/v2/me` answers: whose token it is. A flat object, not in the envelope. */
import { Type, type Static } from "typebox";
import type { Profile } from "../users/profile.ts";

/** As one type, not as a union: a union's members are tried one after the other for every value that is written. */
const Text = Type.Unsafe<string | null>({ type: ["string", "null"] });

export const Me = Type.Object(
  {
    firstname: Text,
    surname: Text,
    email: Type.String(),
    organisation: Text,
    language: Text,
  },
  { title: "Me" },
);

export function meOf(owner: Profile): Static<typeof Me> {
  const { firstname, surname, email, organisation, language } = owner;
  return { firstname, surname, email, organisation, language };
}

export const exampleMe: Static<typeof Me> = {
  firstname: "Ben",
  surname: "Bouvier",
  email: "ben@example.org",
  organisation: "Example University",
  language: "English (GB)",
};
