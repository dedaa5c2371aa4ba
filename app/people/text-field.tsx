import type { FieldMetadata } from "@conform-to/react";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import type { Reason } from "../locales/reason.ts";
import { Field } from "../ui/field.tsx";

/** An input of a conform form: keeps what was typed and says in the viewer's language what is wrong with it. */
export function TextField({
  of,
  ...props
}: { of: FieldMetadata<string> } & Omit<ComponentProps<typeof Field>, "name" | "form">) {
  const { t } = useTranslation();
  const reason = of.errors?.[0];
  return (
    <Field
      key={of.key}
      id={of.id}
      name={of.name}
      form={of.formId}
      defaultValue={props.type === "password" ? undefined : of.initialValue}
      error={reason && t(reason as Reason)}
      {...props}
    />
  );
}
