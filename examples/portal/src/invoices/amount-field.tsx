import { useId, useState } from 'react';
import { parseAmount } from './filter';

interface Props {
  readonly label: string;
  readonly value: string;
  /** Empty: none is chosen, and an amount says nothing. */
  readonly currency: string;
  readonly exponent: number;
  /** What it has to be more than, if anything. */
  readonly moreThan?: string;
  /** Called with an amount that can be asked for, or with empty text. */
  readonly onCommit: (text: string) => void;
}

/** An amount, taken when the field is left or Enter is pressed. */
export function AmountField({ label, value, currency, exponent, moreThan = '', onCommit }: Props) {
  const [text, setText] = useState(value);
  const [isWrong, setWrong] = useState(false);
  const hint = useId();
  const commit = (): void => {
    const trimmed = text.trim();
    const isAmount =
      trimmed === '' || isMore(parseAmount(trimmed, exponent), parseAmount(moreThan, exponent));
    setWrong(!isAmount);
    if (isAmount && trimmed !== value) onCommit(trimmed);
  };
  return (
    <label className="field">
      {label}
      <input
        inputMode="decimal"
        value={currency ? text : ''}
        disabled={!currency}
        placeholder={currency ? `in ${currency}` : 'choose a currency'}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? hint : undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      {isWrong && (
        <span id={hint} className="hint">
          Digits, and at most {exponent} decimals: 1000 or {exponent > 0 ? '999.50' : '999'}
          {moreThan && `. More than ${moreThan}`}
        </span>
      )}
    </label>
  );
}

function isMore(minor: string | undefined, floor = '-1'): boolean {
  return minor !== undefined && BigInt(minor) > BigInt(floor);
}
