export { TextArea } from "./field.tsx";
