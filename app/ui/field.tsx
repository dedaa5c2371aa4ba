import { CircleAlert } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

type Labelled = { label: ReactNode; hint?: ReactNode; error?: string | undefined };

const BOX =
  "min-h-12 w-full rounded-xl border border-line bg-surface px-4 py-2.5 text-ink placeholder:text-muted aria-invalid:border-bad";

function Frame({ id, label, hint, error, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-sm font-medium text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

function described(id: string, { hint, error }: Labelled) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { "aria-describedby": ids || undefined, "aria-invalid": error ? true : undefined };
}

export function Field({ label, hint, error, id, ...props }: ComponentProps<"input"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <Frame id={key} label={label} hint={hint} error={error}>
      <input id={key} className={BOX} {...described(key, { label, hint, error })} {...props} />
    </Frame>
  );
}

export function TextArea({ label, hint, error, id, ...props }: ComponentProps<"textarea"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <Frame id={key} label={label} hint={hint} error={error}>
      <textarea id={key} rows={4} className={BOX} {...described(key, { label, hint, error })} {...props} />
    </Frame>
  );
}

export function Select({ label, hint, error, id, ...props }: ComponentProps<"select"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <Frame id={key} label={label} hint={hint} error={error}>
      <select id={key} className={`${BOX} pr-10`} {...described(key, { label, hint, error })} {...props} />
    </Frame>
  );
}

export function Checkbox({ label, hint, error, id, ...props }: ComponentProps<"input"> & Labelled) {
  const own = useId();
  const key = id ?? own;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-start gap-3">
        <input
          id={key}
          type="checkbox"
          className="mt-1 size-5 shrink-0 accent-[var(--accent)]"
          {...described(key, { label, hint, error })}
          {...props}
        />
        <label htmlFor={key}>{label}</label>
      </div>
      {hint && (
        <p id={`${key}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${key}-error`} className="text-sm font-medium text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

/** What is wrong with a form as a whole; read out when it appears. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <p
      role="alert"
      className="flex items-start gap-2.5 rounded-xl bg-bad-soft px-4 py-3 font-medium text-bad"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
