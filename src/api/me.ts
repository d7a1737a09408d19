/** What `GET /api/v2/me` answers: whose token it is. A flat object, not in the envelope. */
import { Type, type Static } from "typebox";

const Text = Type.Union([Type.String(), Type.Null()]);

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

export const exampleMe: Static<typeof Me> = {
  firstname: "Ben",
  surname: "Bouvier",
  email: "ben@example.org",
  organisation: "Example University",
  language: "English (GB)",
};
