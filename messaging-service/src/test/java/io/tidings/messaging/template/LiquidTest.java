package io.tidings.messaging.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiquidTest {
  private static final Map<String, Object> ADA =
      Map.of(
          "user",
          Map.of(
              "id", "u1",
              "first_name", "Ada",
              "bio", "<b>a & b</b>\n\"quoted\"",
              "joined", Instant.parse("2026-03-01T10:00:00Z").atZone(ZoneOffset.UTC),
              "usage", 12L),
          "data",
          Map.of("items", List.of("<i>", "x"), "total", 3L));

  private static String text(String source) {
    return Liquid.parse(source, Escaping.NONE).render(ADA);
  }

  private static String html(String source) {
    return Liquid.parse(source, Escaping.HTML).render(ADA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          Hello                                                            ~ Hello
          Hello {{ user.first_name }}!                                     ~ Hello Ada!
          Hello {{ user.last_name }}!                                      ~ Hello !
          {{ user.usage }} GB                                              ~ 12 GB
          {{ user.usage | plus: 1 }}                                     ~ 13
          {% if user.usage > 10 %}heavy{% else %}light{% endif %}          ~ heavy
          {% for i in data.items %}[{{ i }}]{% endfor %}                   ~ [<i>][x]
          {{ user.joined | date: '%d %b %Y' }}                           ~ 01 Mar 2026
          {{ user.bio | raw | slice: 0, 3 }}                           ~ <b>
          """)
  void rendersText(String source, String expected) {
    assertThat(text(source)).isEqualTo(expected);
  }

  @Test
  void keepsItsOwnMarkupAndEscapesWhatComesFromTheUser() {
    assertThat(html("<p title=\"{{ user.bio }}\">{{ user.bio }}</p>"))
        .isEqualTo(
            "<p title=\"&lt;b&gt;a &amp; b&lt;/b&gt;\n&quot;quoted&quot;\">"
                + "&lt;b&gt;a &amp; b&lt;/b&gt;\n&quot;quoted&quot;</p>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          {{ data.items }}                                            ~ &lt;i&gt;x
          {% for i in data.items %}{{ i }}{% endfor %}                ~ &lt;i&gt;x
          {% cycle data.items[0], 'b' %}                              ~ &lt;i&gt;
          {{ data.items[0] | escape }}                                ~ &lt;i&gt;
          {{ data.items[0] | escape | upcase }}                       ~ &amp;LT;I&amp;GT;
          {{ data.items[0] | append: '&amp;' | escape_once }}         ~ &lt;i&gt;&amp;
          {{ data.items[0] | raw }}                                   ~ <i>
          {% assign x = data.items[0] %}{{ x }}                       ~ &lt;i&gt;
          {% capture x %}<u>{{ data.items[0] }}</u>{% endcapture %}{{ x }} ~ <u>&lt;i&gt;</u>
          {{ user.bio | newline_to_br | slice: 0, 3 }}                ~ &amp;lt
          """)
  void noWayLeadsAroundTheEscaping(String source, String expected) {
    assertThat(html(source)).isEqualTo(expected);
  }

  @Test
  void newlinesBecomeBreaksAndTheRestStaysEscaped() {
    assertThat(html("{{ user.bio | newline_to_br }}"))
        .isEqualTo("&lt;b&gt;a &amp; b&lt;/b&gt;<br />\n&quot;quoted&quot;");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\ntwo {{ user.name",
        "one\n{% if user.name %}two",
        "one\n{{ user.name | shout }}",
        "one\n{% frobnicate %}",
        "one\n{% endif %}",
        "one\n{% include 'passwd' %}",
        "one\n{% for x in %}{% endfor %}",
      })
  @DisplayName("bad template: refused when parsed, with its line")
  void refusesWhatIsNotLiquid(String source) {
    assertThatThrownBy(() -> Liquid.parse(source, Escaping.HTML))
        .isInstanceOfSatisfying(
            LiquidSyntaxException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.reason()).isNotBlank().doesNotContain("Exception");
            });
  }

  @Test
  void refusesDeepNesting() {
    String source = "{% if a %}".repeat(60) + "x" + "{% endif %}".repeat(60);

    assertThatThrownBy(() -> Liquid.parse(source, Escaping.NONE))
        .isInstanceOf(LiquidSyntaxException.class)
        .hasMessageContaining("nested");
    assertThatThrownBy(() ->
            Liquid.parse("{% if a %}".repeat(20_000) + "{% endif %}".repeat(20_000), Escaping.NONE))
        .isInstanceOf(LiquidSyntaxException.class)
        .hasMessageContaining("nested");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in (1..1000000000) %}x{% endfor %}",
        "{% for i in (1..1000) %}{% for j in (1..1000) %}x{% endfor %}{% endfor %}",
        "{% assign x = 'ab' %}{% for i in (1..60) %}{% assign x = x | append: x %}{% endfor %}{{ x"
            + " }}",
        "{% assign x = 9.5 %}{% for i in (1..60) %}{% assign x = x | times: x %}{% endfor %}{{ x"
            + " }}",
        "{% assign x = 'a' %}{% for i in (1..17) %}{% assign x = x | append: x %}{% endfor %}{{ x |"
            + " replace: 'a', x }}",
      })
  @DisplayName("a template cannot hold a worker or fill its memory")
  void givesUpOnWhatCostsTooMuch(String source) {
    Liquid liquid = Liquid.parse(source, Escaping.NONE);

    assertThatThrownBy(() -> liquid.render(ADA)).isInstanceOf(RenderException.class);
  }

  @Test
  void takesNoNumberThatWouldFillMemory() {
    assertThat(
            Liquid.parse("{{ data.n | plus: 1 }}", Escaping.NONE)
                .render(Map.of("data", Map.of("n", "1e999999999"))))
        .isEqualTo("1");
  }

  @Test
  void rendersForManyAtOnceWithoutMixingThem() {
    Liquid liquid =
        Liquid.parse(
            "{% for i in data.list %}{{ user.all[data.key] }},{% endfor %}", Escaping.HTML);

    List<String> wrong =
        IntStream.range(0, 5_000)
            .parallel()
            .mapToObj(i -> {
              String key = "k" + i;
              String rendered =
                  liquid.render(
                      Map.of(
                          "user",
                          Map.of("all", Map.of(key, "v" + i)),
                          "data",
                          Map.of("key", key, "list", List.of(1, 2))));
              return rendered.equals("v" + i + ",v" + i + ",") ? "" : rendered;
            })
            .filter(rendered -> !rendered.isEmpty())
            .toList();

    assertThat(wrong).isEmpty();
  }
}
