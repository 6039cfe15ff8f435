// SPDX-License-Identifier: MIT OR Apache-2.0
// A stylesheet of some hundred rules, and the errors of three that are wrong.

const THEME = `
@use "sass:math";
@use "sass:map";
@use "sass:color";
@use "sass:list";

$breakpoints: (small: 480px, medium: 768px, large: 1200px);
$palette: (primary: #336699, danger: hsl(0, 70%, 50%), success: rgb(40, 167, 69));
$columns: 12;

@mixin above($name) {
  @media (min-width: map.get($breakpoints, $name)) { @content; }
}

@function scale($step, $base: 16px, $ratio: 1.25) {
  $size: $base;
  @for $i from 1 through $step { $size: $size * $ratio; }
  @return $size;
}

%card { border-radius: 4px; padding: math.div(24px, 2); }

@each $name, $value in $palette {
  .button-#{$name} {
    @extend %card;
    background: $value;
    &:hover { background: color.adjust($value, $lightness: -10%); }
    &::after { content: "» #{$name} – ünïcödé"; }
    > .icon + & { opacity: math.div(list.index(map.keys($palette), $name), 4); }
  }
}

@each $break, $width in $breakpoints {
  @for $i from 1 through $columns {
    @include above($break) {
      .col-#{$break}-#{$i} { width: math.percentage(math.div($i, $columns)); }
    }
  }
}

@for $level from 1 through 6 {
  h#{$level} { font-size: scale(7 - $level); @if $level > 3 { font-weight: bold; } @else { margin: 0; } }
}
`;

const WRONG = ['.a { width: 1px + 1s; }', '@include missing;', 'a { color: red;'];

function refusal(run) {
	try {
		return run();
	} catch (error) {
		return { thrown: error };
	}
}

export default function use({ from_string }) {
	const wide = Array.from({ length: 300 }, (_, i) => `.r${i} { .s { margin: ${i}px * 2; } }`);

	return {
		theme: from_string(THEME),
		wide: from_string(wide.join('\n')),
		empty: from_string(''),
		errors: WRONG.map((source) => refusal(() => from_string(source))),
		// After the errors it goes on as before.
		again: from_string(THEME) === from_string(THEME),
	};
}
