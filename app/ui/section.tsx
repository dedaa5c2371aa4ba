export { Section } from "./card.tsx";
