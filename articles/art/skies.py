"""The colours of the skies after sunset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sky:
    """One evening. `stops` run from the zenith to the horizon; colours are hexadecimal sRGB."""

    name: str
    stops: tuple[str, str, str, str, str, str]
    ink: str  # the nearest and darkest shapes
    wall: str  # a wall indoors, lit by nothing but the dusk
    haze: str  # what far things fade into
    pale: str  # rain, stars, moon: never warm, the lamp alone is


SKIES = (
    Sky(
        "teal",
        ("#06262d", "#0c3f46", "#226468", "#5f9389", "#b7b48f", "#eec592"),
        "#041a1f",
        "#0a3036",
        "#7fa79a",
        "#e2f2ee",
    ),
    Sky(
        "monsoon",
        ("#0a1c30", "#13344f", "#2c5a77", "#6c92a4", "#b4b5ad", "#e6cba4"),
        "#061321",
        "#10293f",
        "#86a5b0",
        "#e6f0f6",
    ),
    Sky(
        "violet",
        ("#191b3a", "#2f315c", "#565284", "#927599", "#d29692", "#f1c49a"),
        "#101128",
        "#24264b",
        "#a58aa6",
        "#ebe9f7",
    ),
    Sky(
        "moss",
        ("#062924", "#104338", "#2f6857", "#739878", "#b9b784", "#ebcf98"),
        "#041b18",
        "#0c352d",
        "#8fae8d",
        "#e7f2e6",
    ),
    Sky(
        "mulberry",
        ("#241530", "#432444", "#733e5b", "#ac646b", "#dc9876", "#f3c694"),
        "#170c20",
        "#34203b",
        "#b57f80",
        "#f3e8f0",
    ),
    Sky(
        "slate",
        ("#131a30", "#273152", "#4d5a80", "#8590a6", "#bfb3ad", "#e9cfae"),
        "#0c1121",
        "#1f2846",
        "#98a1b3",
        "#eaeef6",
    ),
)
