package android.content.pm;

/** What apps and components have in common. */
public class PackageItemInfo {
    public String name;
    public String packageName;
    public CharSequence nonLocalizedLabel;

    public PackageItemInfo() {
    }

    public CharSequence loadLabel(PackageManager pm) {
        return nonLocalizedLabel != null ? nonLocalizedLabel : name != null ? name : packageName;
    }
}
