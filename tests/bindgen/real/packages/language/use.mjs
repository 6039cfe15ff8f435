// SPDX-License-Identifier: MIT OR Apache-2.0
// Sentences, words and mixed texts; names come as variadic arguments, answers as
// objects that serde makes.

const SENTENCES = [
	'languages are awesome',
	'Les langues sont géniales et difficiles à apprendre',
	'Sprachen sind großartig',
	'prologue',
	'Maison',
	'house',
	'Straße',
	'',
	'12345',
	'日本語のテキスト',
	'déjà vu',
	'This is ein Satz avec trois langues.',
];

const MIXED =
	'Parlez-vous français? Ich spreche Französisch nur ein bisschen. A little bit is better than nothing. ';

function thrown(run) {
	try {
		run();
	} catch (error) {
		return error;
	}
	return 'nothing';
}

// In which order the package adds up, and names what is equal, depends on addresses.
function rounded(values) {
	return values.map(({ language, value }) => `${value.toFixed(9)} ${language}`).sort();
}

function answers(detector) {
	return SENTENCES.map((text) => ({
		text,
		language: detector.detectLanguageOf(text),
		confidence: rounded(detector.computeLanguageConfidenceValues(text)),
		german: detector.computeLanguageConfidence(text, 'German').toFixed(9),
	}));
}

export default function use({ LanguageDetectorBuilder }) {
	const all = LanguageDetectorBuilder.fromAllLanguages().build();
	const strict = LanguageDetectorBuilder.fromLanguages('English', 'French')
		.withMinimumRelativeDistance(0.9)
		.build();
	const low = LanguageDetectorBuilder.fromISOCodes6391('EN', 'DE')
		.withLowAccuracyMode()
		.build();
	const without = LanguageDetectorBuilder.fromAllLanguagesWithout('German')
		.withPreloadedLanguageModels()
		.build();

	return {
		all: answers(all),
		mixed: all.detectMultipleLanguagesOf(MIXED.repeat(5)),
		strict: SENTENCES.map((text) => strict.detectLanguageOf(text)),
		low: SENTENCES.map((text) => low.detectLanguageOf(text.repeat(3))),
		without: SENTENCES.map((text) => without.detectLanguageOf(text)),
		long: rounded(all.computeLanguageConfidenceValues(SENTENCES.join(' ').repeat(40))),
		shape: all.computeLanguageConfidenceValues('').map((value) => Object.keys(value)),
		refused: [
			thrown(() => LanguageDetectorBuilder.fromLanguages()),
			thrown(() => LanguageDetectorBuilder.fromLanguages('Klingon')),
			thrown(() =>
				LanguageDetectorBuilder.fromAllLanguages().withMinimumRelativeDistance(
					1.5,
				),
			),
		],
	};
}
