export { LinkButton } from "./button.tsx";
