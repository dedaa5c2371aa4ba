/** The journeys' owner: made by the first journey, there for all the others. */
export const OWNER = {
  name: "Ada Owner",
  email: "ada@journeys.example",
  password: "a long enough password",
};
