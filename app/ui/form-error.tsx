export { FormError } from "./field.tsx";
